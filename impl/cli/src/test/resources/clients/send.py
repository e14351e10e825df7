# SPDX-License-Identifier: Apache-2.0
# Python's smtplib: PORT FILE SENDER RECIPIENT...
import smtplib
import sys

port, file, sender, *recipients = sys.argv[1:]
with open(file, "rb") as content, smtplib.SMTP("127.0.0.1", int(port), "client.example") as server:
    server.sendmail(sender, recipients, content.read(), mail_options=["BODY=8BITMIME"])
