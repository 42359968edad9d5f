"""An independent reading of mails by Python's own email package: one JSON object a file on standard output."""
import email
import email.policy
import json
import sys
from email.utils import parsedate_to_datetime

for path in sys.argv[1:]:
    with open(path, "rb") as file:
        message = email.message_from_binary_file(file, policy=email.policy.default)
    if not message.keys() and message.get_payload():
        continue
    body = message.get_body(preferencelist=("plain", "html"))
    try:
        text = body.get_content() if body is not None else ""
    except (LookupError, KeyError, AttributeError):
        text = ""
    try:
        date = parsedate_to_datetime(message["date"]).isoformat() if message["date"] else ""
    except (TypeError, ValueError, IndexError):
        date = ""
    names = []
    for part in message.walk():
        try:
            name = part.get_filename()
        except Exception:  # damaged parameters raise many things
            name = None
        if name and not part.is_multipart():
            names.append(name)
    print(json.dumps({
        "path": path, "subject": str(message["subject"] or ""), "from": str(message["from"] or ""), "date": date,
        "body": text if isinstance(text, str) else "", "isHtml": body is not None and body.get_content_type() == "text/html", "attachments": names,
    }))
