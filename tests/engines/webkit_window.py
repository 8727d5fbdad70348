"""A window of WebKitGTK that WebKitWebDriver drives: without JavaScript, if told so,
and as narrow as a phone. Debian's Python runs it, as GTK comes with that."""

import sys

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")

from gi.repository import Gtk, WebKit2  # noqa: E402


def create_view(_session: WebKit2.AutomationSession) -> WebKit2.WebView:
    view = WebKit2.WebView(web_context=context, is_controlled_by_automation=True)
    settings = view.get_settings()
    settings.set_enable_javascript("--no-javascript" not in sys.argv)
    window = Gtk.Window(decorated=False)
    window.set_default_size(1366, 900)
    window.add(view)
    window.show_all()
    return view


def start(_context: WebKit2.WebContext, session: WebKit2.AutomationSession) -> None:
    # The driver asks for it by name.
    browser = WebKit2.ApplicationInfo.new()
    browser.set_name("MiniBrowser")
    session.set_application_info(browser)
    session.connect("create-web-view", create_view)


context = WebKit2.WebContext.new_ephemeral()
context.set_automation_allowed(True)
context.connect("automation-started", start)
Gtk.main()
