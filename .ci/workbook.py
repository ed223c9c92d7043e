"""Lets schemathesis send what it draws as a file: it is none, so it must be refused as one that is not what it is said to be."""

import schemathesis

OFFICE = "application/vnd.openxmlformats-officedocument."
KINDS = [
    "application/pdf",
    "image/jpeg",
    "image/png",
    "image/tiff",
    "image/heic",
    "image/webp",
    OFFICE + "wordprocessingml.document",
    OFFICE + "spreadsheetml.sheet",
    "application/ofd",
    "video/mp4",
    "audio/mpeg",
    "audio/mp4",
    "audio/wav",
]


@schemathesis.serializer(*KINDS)
def raw(_context: object, drawn: object) -> bytes:
    return drawn if isinstance(drawn, bytes) else str(drawn).encode()
