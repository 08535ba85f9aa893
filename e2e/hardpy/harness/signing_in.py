"""A whole login as its user sees it: a command in the terminal, a page in the browser, and the command ends."""

from harness.browser import Visitor
from harness.login_process import LoginProcess
from harness.pages import ConsentPage, DevicePage, Person
from harness.terminal import Terminal


def log_in(terminal: Terminal, visitor: Visitor, person: Person) -> None:
    login = terminal.begin_login()
    accept(terminal, login, visitor, person)
    terminal.assert_success(login)


def accept(terminal: Terminal, login: LoginProcess, visitor: Visitor, person: Person) -> None:
    """Opens the link, signs in where asked, and agrees."""
    agree(terminal, open_question(terminal, login, visitor, person))


def open_question(terminal: Terminal, login: LoginProcess, visitor: Visitor, person: Person) -> ConsentPage:
    page = ConsentPage(visitor) if terminal.uses_code_flow else DevicePage(visitor)
    page.open(login.link(), person)
    return page


def agree(terminal: Terminal, page: ConsentPage) -> None:
    if isinstance(page, DevicePage):
        page.accept_as(terminal.stand_name)
    else:
        page.accept()
        # The page that HardPy itself serves.
        page.page.wait_for_url("http://127.0.0.1:*/oauth2/callback?**")

