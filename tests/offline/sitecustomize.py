"""Refuses the network in every Python process that a test starts (put first on PYTHONPATH)."""

import socket


def _refuse(*arguments, **_named):
    raise AssertionError(f"a test's child process tried to use the network: {arguments[1:]}")


for _name in ("connect", "connect_ex", "bind", "sendto"):
    setattr(socket.socket, _name, _refuse)
socket.getaddrinfo = _refuse
