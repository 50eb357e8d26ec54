"""What mail programs add below an answer, which nobody wrote."""

import re
from collections.abc import Sequence

DASHES = re.compile(r"--[ \t]?")
OF_DEVICES = re.compile(
    r"\W{0,3}("
    r"sent (from|with|via|using) |get outlook for |sent by |"
    r"(diese nachricht wurde )?von mein(em|er) .{1,60}gesendet|gesendet (von|mit|über|aus) |"
    r"outlook für (ios|android)|"
    r"envoyé (de(puis)?|avec|à partir) |télécharge[rz] outlook|obtenez outlook|"
    r"enviado (desde|do|de|con|com|a partir) |obtener outlook|obter o outlook|"
    r"inviato da(l)? |scarica outlook|ottieni outlook|"
    r"verzonden (vanaf|met|van|via) |verstuurd vanaf |outlook voor |download outlook|"
    r"wysłan[eo] z |skickat från |hämta outlook|sendt fra |hent outlook|lähetetty |"
    r"odesláno z |отправлено (с|из) |iphone'?umdan gönderildi|iphoneから送信|发自我的"
    r").{0,150}",
    re.I,
)


def is_signature_mark(line: str) -> bool:
    return DASHES.fullmatch(line) is not None


def is_of_a_device(line: str) -> bool:
    """A line of its own, such as `Sent from my iPhone`; not a sentence that begins so."""
    said = line.strip()
    return len(said) <= 160 and OF_DEVICES.fullmatch(said) is not None and len(said.split()) <= 12


def without_signature(lines: Sequence[str]) -> list[str]:
    kept = list[str]()
    for line in lines:
        if is_signature_mark(line):
            break
        if not is_of_a_device(line):
            kept.append(line)
    return kept
