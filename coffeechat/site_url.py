"""Where people reach the site, as one address in the environment."""

from urllib.parse import SplitResult, urlsplit

from django.core.exceptions import ImproperlyConfigured


def site_at(url: str) -> SplitResult:
    """The address in its parts, where it is one that every link can begin with.

    Below a path no link would lead anywhere: addresses, cookies and the service worker are those
    of a whole host.
    """
    try:
        address = urlsplit(url)
        _ = address.port
    except ValueError as error:
        raise ImproperlyConfigured("SITE_URL is not an address.") from error
    if address.scheme not in {"https", "http"} or not address.hostname:
        raise ImproperlyConfigured(
            "SITE_URL begins with https:// or http:// and a host name: https://coffee.example"
        )
    if address.path.strip("/") or address.query or address.fragment or "@" in address.netloc:
        raise ImproperlyConfigured(
            "SITE_URL is a host name alone, with nothing behind it: CoffeeChat needs one of its "
            "own, such as https://coffee.example, and cannot live below a path."
        )
    return address
