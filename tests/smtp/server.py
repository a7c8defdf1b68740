#!/usr/bin/python3
"""A real mail server on this computer, for tests: aiosmtpd with STARTTLS, TLS and a password.

Prints its port when it listens. Every message that it takes becomes a file NUMBER.eml in the folder, with a line on top that says
from whom and to whom. It ends when its standard input does.

Names of recipients decide what happens: nobody@ is refused for good, later@ for now. What it does with a message is --after-data.
"""

import argparse
import asyncio
import os
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

parser = argparse.ArgumentParser()
parser.add_argument("--dir", required=True)
parser.add_argument("--port", type=int, default=0)
parser.add_argument("--security", choices=["starttls", "tls", "none"], default="starttls")
parser.add_argument("--cert")
parser.add_argument("--key")
parser.add_argument("--user")
parser.add_argument("--password")
parser.add_argument("--login-only", action="store_true", help="offer AUTH LOGIN only")
parser.add_argument("--inject", action="store_true", help="answers in the clear behind the answer to STARTTLS")
parser.add_argument(
    "--after-data",
    choices=["take", "cut-in-the-middle", "cut-before-the-answer", "hang-before-the-answer", "refuse", "later"],
    default="take",
)
args = parser.parse_args()


class Handler:
    def __init__(self):
        self.taken = 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody@"):
            return "550 5.1.1 no such user here"
        if address.startswith("later@"):
            return "450 4.2.1 try again later"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, server, session, envelope):
        if args.after_data == "refuse":
            return "554 5.7.1 not this message"
        if args.after_data == "later":
            return "451 4.3.0 not now"
        self.taken += 1
        # One name a run: a server that comes back in the same folder overwrites nothing.
        name = f"{os.getpid()}-{self.taken}.eml"
        with open(os.path.join(args.dir, name + ".new"), "wb") as file:
            file.write(f"{envelope.mail_from} > {' '.join(envelope.rcpt_tos)}\n".encode())
            file.write(envelope.original_content)
        os.rename(os.path.join(args.dir, name + ".new"), os.path.join(args.dir, name))
        if args.after_data == "cut-before-the-answer":
            server.transport.abort()
        if args.after_data == "hang-before-the-answer":
            await asyncio.sleep(3600)
        return "250 2.0.0 taken as " + name


class Server(SMTP):
    async def smtp_DATA(self, arg):
        if args.after_data == "cut-in-the-middle":
            await self.push("354 go on")
            await self._reader.readline()
            self.transport.abort()
            return
        await super().smtp_DATA(arg)

    async def smtp_STARTTLS(self, arg):
        if args.inject:
            # One packet: the answer, and behind it answers to what was not asked yet.
            self._writer.write(b"220 ready\r\n250-mail\r\n250 AUTH PLAIN\r\n235 ok\r\n250 ok\r\n250 ok\r\n354 go\r\n250 taken\r\n")
            await self._writer.drain()
            return
        await super().smtp_STARTTLS(arg)


def authenticate(server, session, envelope, mechanism, data):
    given = (data.login.decode(errors="replace"), data.password.decode(errors="replace"))
    # Not "handled": the server itself says no.
    return AuthResult(success=given == (args.user, args.password), handled=False)


async def main():
    context = None
    if args.security != "none":
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(args.cert, args.key)
    handler = Handler()
    options = {"hostname": "mail.test", "enable_SMTPUTF8": False}
    if args.user:
        options |= {"auth_required": True, "authenticator": authenticate, "auth_require_tls": args.security == "starttls"}
        if args.login_only:
            options |= {"auth_exclude_mechanism": ["PLAIN"]}
    if args.security == "starttls":
        options |= {"tls_context": context, "require_starttls": True}
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: Server(handler, **options),
        "127.0.0.1",
        args.port,
        ssl=context if args.security == "tls" else None,
        reuse_address=True,
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    # What still hangs must not keep it.
    os._exit(0)


asyncio.run(main())
