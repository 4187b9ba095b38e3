"""Archives: which members are opened, and what hostile or damaged ones get."""

import stat
import struct
import zipfile

import pytest
from export_files import connections, counts, export, reason, write

import netscout as ns
from netscout import ReadError
from netscout.readers import archive

EXPORT = "Basic_LinkedInDataExport_07-11-2023.zip"


def load(tmp_path, members):
    return ns.load(export(tmp_path / EXPORT, members))


@pytest.mark.parametrize("name", [
    "Connections.csv", "connections.csv", "Connections (1).csv", "Connections_34875879.csv",
    "Basic_LinkedInDataExport_07-11-2023/Connections.csv",
])  # fmt: skip
def test_connections_are_found_under_every_spelling_of_their_name(tmp_path, name):
    net = load(tmp_path, {name: connections(), "__MACOSX/._Connections.csv": b"\0\5"})
    assert len(net) == 3


def test_members_that_only_end_alike_are_never_opened(tmp_path):
    twins = ["guide_messages.csv", "learning_role_play_messages.csv", "coach_messages.csv",
             "LearningCoachMessages.csv", "PhoneNumbers.csv", "Registration.csv",
             "Ad_Targeting.csv", "Logins.csv", "Articles/2017-01-02 03:04:05.html"]  # fmt: skip
    members = dict.fromkeys(twins, b"\xff\xfe\0not read") | {"Connections.csv": connections()}
    path = export(tmp_path / EXPORT, members)
    assert list(ns.load(path).imports["file"]) == ["Connections.csv"]
    check = ns.check(path).set_index("file")
    assert set(check.index) == {"Connections.csv", *twins}
    assert check.at["Logins.csv", "reason"] == "not opened: netscout has no use for it"


def test_the_name_of_an_archive_does_not_matter(tmp_path):
    for name in (EXPORT + ".zip", "download", "export (1).zip", "Connections.csv"):
        assert len(ns.load(export(tmp_path / name, {"Connections.csv": connections()}))) == 3


def test_the_date_in_the_name_is_the_day_of_the_export():
    assert str(archive.observed("Complete_LinkedInDataExport_09-12-2022")) == "2022-09-12"
    assert archive.observed("Basic_LinkedInDataExport_XX-XX-XXXX.zip") is None
    assert archive.observed("Basic_LinkedInDataExport_13-45-2022.zip") is None


def test_an_unpacked_export_is_read_with_its_jobs_folder(tmp_path):
    home = tmp_path / "Basic_LinkedInDataExport_07-11-2023"
    write(home / "Connections.csv", connections())
    write(home / "Jobs" / "Saved Jobs.csv", "Saved Date,Job Url,Job Title,Company Name\n")
    write(home / "Registration.csv", "Registered At,Registration Ip\n")
    net = ns.load(home)
    assert len(net) == 3
    assert set(net.imports["file"]) == {"Connections.csv", "Saved Jobs.csv"}


def test_an_archive_of_two_exports_is_read_as_two(tmp_path):
    net = load(tmp_path, {
        "Basic_LinkedInDataExport_07-11-2022/Connections.csv": connections(),
        "Basic_LinkedInDataExport_07-11-2023/Connections.csv": connections(),
    })  # fmt: skip
    assert set(net.people["first_seen"]) == {"", "2022-07-11"}
    assert len(net.events) == 4


@pytest.mark.parametrize("name", [
    "../Connections.csv", "a/../../Connections.csv", "/etc/Connections.csv",
    "C:\\x\\Connections.csv", "..\\Connections.csv",
])  # fmt: skip
def test_members_that_lead_out_of_the_archive_are_never_opened(tmp_path, name):
    with pytest.raises(ReadError, match="holds no file of a LinkedIn export"):
        load(tmp_path, {name: connections()})


def test_links_in_an_archive_are_never_followed(tmp_path):
    link = zipfile.ZipInfo("Connections.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / EXPORT, "w") as file:
        file.writestr(link, "/etc/passwd")
    with pytest.raises(ReadError, match="holds no file of a LinkedIn export"):
        ns.load(tmp_path / EXPORT)


def test_an_archive_in_an_archive_is_not_opened(tmp_path):
    inner = export(tmp_path / "inner.zip", {"Connections.csv": connections()}).read_bytes()
    with pytest.raises(ReadError, match="unpack an archive within it first"):
        load(tmp_path, {"inner.zip": inner})


def test_a_bomb_is_left_alone(tmp_path, monkeypatch):
    with pytest.raises(ReadError, match="unpacks to far more than its size"):
        load(tmp_path, {"Connections.csv": b"a,b\n" * (16 << 20)})


def test_a_bomb_of_many_members_is_left_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "MOST_MEMBERS", 10)
    with pytest.raises(ReadError, match="has 11 members"):
        load(tmp_path, {f"{i}.csv": "" for i in range(11)})
    monkeypatch.setattr(archive, "LARGEST_DIRECTORY", 100)
    with pytest.raises(ReadError, match="lists more members than any export has"):
        load(tmp_path, {f"{i}.csv": "" for i in range(11)})


def test_a_large_file_is_not_even_opened(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "LARGEST_MEMBER", 100)
    with pytest.raises(ReadError, match="more than any table of contacts"):
        ns.load(write(tmp_path / "Connections.csv", connections()))


def test_an_encrypted_member_is_called_so(tmp_path):
    path = export(tmp_path / EXPORT, {"Connections.csv": connections()})
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.rindex(b"PK\1\2") + 8] |= 1
    path.write_bytes(data)
    with pytest.raises(ReadError, match="is encrypted; unpack it with its password"):
        ns.load(path)


def test_a_truncated_archive_is_called_so(tmp_path):
    path = export(tmp_path / EXPORT, {"Connections.csv": connections()})
    whole = path.read_bytes()
    for size in (len(whole) // 2, len(whole) - 10, 30, 4):
        path.write_bytes(whole[:size])
        with pytest.raises(ReadError, match="cut off"):
            ns.load(path)
    path.write_bytes(b"")
    with pytest.raises(ReadError):
        ns.load(path)


def test_a_member_with_wrong_contents_is_called_damaged(tmp_path):
    path = export(tmp_path / EXPORT, {"Connections.csv": connections()})
    data = bytearray(path.read_bytes())
    data[60] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(ReadError, match="is damaged"):
        ns.load(path)


def test_an_unknown_way_of_packing_is_said(tmp_path):
    path = export(tmp_path / EXPORT, {"Connections.csv": connections()})
    data = bytearray(path.read_bytes())
    for place in (8, data.rindex(b"PK\1\2") + 10):
        struct.pack_into("<H", data, place, 98)
    path.write_bytes(data)
    with pytest.raises(ReadError, match="packed in a way Python cannot read"):
        ns.load(path)


def test_one_bad_archive_in_a_folder_is_a_fault_of_the_folder(tmp_path):
    export(tmp_path / "linkedin" / EXPORT, {"Connections.csv": connections()})
    write(tmp_path / "linkedin" / "other.zip", b"PK\3\4 cut")
    with pytest.raises(ReadError, match=r"other\.zip is a ZIP archive that is cut off"):
        ns.load(tmp_path)
    check = ns.check(tmp_path).set_index("file")
    assert check.at["Connections.csv", "kept"] == 3
    assert "cut off" in check.at["other.zip", "reason"]


def test_a_file_with_a_header_only_says_so(tmp_path):
    net = load(tmp_path, {"Connections.csv": connections(),
                          "messages.csv": "CONVERSATION ID,FROM,TO,DATE,FOLDER\n"})  # fmt: skip
    assert counts(net, "messages.csv") == (0, 0, 0, 0, 0, 0)
    assert reason(net, "messages.csv") == "it has a header and no rows"


def test_a_member_without_its_columns_is_an_error_beside_good_ones(tmp_path):
    net = load(tmp_path, {"Connections.csv": connections(), "messages.csv": "No messages found"})
    assert reason(net, "messages.csv") == "it says 'No messages found'"
    members = {"Connections.csv": connections(), "messages.csv": "a,b\n1,2"}
    with pytest.raises(ReadError, match=r"messages\.csv has no header of LinkedIn messages"):
        load(tmp_path, members)
