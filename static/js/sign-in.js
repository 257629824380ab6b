/* Demonstration: a click on an account fills the form; nothing is sent by itself. */
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-demo-user]");
  if (!button) return;
  document.getElementById("id_login").value = button.dataset.demoUser;
  document.getElementById("id_password").value = button.dataset.demoPassword;
  document.querySelector("form[data-sign-in] button[type=submit]").focus();
});
