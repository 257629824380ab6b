"""Act of 11 February 2016 on help of the state in bringing up children, as gminas applied it."""
