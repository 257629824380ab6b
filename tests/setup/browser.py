"""A browser without JavaScript, of the standard library: cookies, forms, links."""

import http.cookiejar
import re
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from html import unescape

TIMEOUT = 60


@dataclass(frozen=True)
class Answer:
    """What a page answered, after redirects."""

    status: int
    url: str
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode(errors="replace")

    def links(self) -> list[str]:
        """Every address that the page links to, in its order."""
        return [unescape(link) for link in re.findall(r'href="([^"]+)"', self.text)]

    def rail(self) -> list[str]:
        """The entries of the left rail: the areas that this person may open."""
        entries = re.findall(r'<a class="rail-link[^"]*"\s+href="([^"]+)"', self.text)
        return [unescape(entry) for entry in entries]


class Browser:
    """One person's browser window on the application at `address`."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self.cookies), urllib.request.ProxyHandler({})
        )

    def get(self, path: str) -> Answer:
        """Open a page; an error page is an answer, too."""
        return self._open(urllib.request.Request(urllib.parse.urljoin(self.address, path)))

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        """Send a form with the token that the cookie carries."""
        token = next((c.value for c in self.cookies if c.name == "csrftoken"), "") or ""
        data = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": token}).encode()
        url = urllib.parse.urljoin(self.address, path)
        return self._open(urllib.request.Request(url, data, {"Referer": url}))

    def sign_in(self, username: str, password: str) -> Answer:
        """Sign in; the answer is the desk. Raises AssertionError when it is not."""
        self.get("/accounts/login/")
        answer = self.post("/accounts/login/", {"login": username, "password": password})
        assert answer.status == 200, f"{username}: sign-in answered {answer.status}"
        assert "/accounts/login/" not in answer.url, f"{username} could not sign in"
        return answer

    def _open(self, request: urllib.request.Request) -> Answer:
        try:
            with self.opener.open(request, timeout=TIMEOUT) as reply:
                return Answer(reply.status, reply.url, reply.read())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.url or request.full_url, error.read())
