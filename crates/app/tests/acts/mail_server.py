# A handler for aiosmtpd: keeps each mail as a file. Who is addressed says how it is taken: "ban-N@…" is told to come back
# the first N times, "khong@…" is refused for good.
import os
import uuid


class Keeper:
    def __init__(self, folder):
        self.folder = folder

    @classmethod
    def from_cli(cls, parser, folder):
        return cls(folder)

    async def handle_RCPT(self, server, session, envelope, address, options):
        name = address.split("@")[0]
        if name == "khong":
            return "550 5.1.1 no such mailbox"
        if name.startswith("ban-"):
            counter = os.path.join(self.folder, "seen-" + name)
            seen = int(open(counter).read()) if os.path.exists(counter) else 0
            with open(counter, "w") as file:
                file.write(str(seen + 1))
            if seen < int(name[4:]):
                return "451 4.7.1 come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        name = os.path.join(self.folder, uuid.uuid4().hex)
        with open(name + ".part", "wb") as file:
            file.write(envelope.content)
        os.rename(name + ".part", name + ".eml")
        return "250 kept"
