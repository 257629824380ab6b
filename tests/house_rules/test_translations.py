"""The Polish catalogue is complete: every text of code and templates has its Polish."""

from gops.catalogue import read_catalogue, untranslated


def test_every_text_has_its_polish():
    assert untranslated() == []


def test_placeholders_are_the_same_in_both_languages():
    import re

    for message in read_catalogue():
        if not message.id or isinstance(message.id, (tuple, list)):
            continue
        names = set(re.findall(r"%\((\w+)\)|\{(\w+)\}", message.id))
        assert names == set(re.findall(r"%\((\w+)\)|\{(\w+)\}", message.string)), message.id
