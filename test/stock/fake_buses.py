# SPDX-License-Identifier: GPL-2.0-only
"""A /sys and a /dev with one nvdimm bus of another family, with all files that libndctl reads."""

UUIDS = ["2b5e5a2e-8a0b-4d3f-9c57-0d6f7d1c2a01", "2b5e5a2e-8a0b-4d3f-9c57-0d6f7d1c2a02"]

ALIAS, MODULE = "nd:t2", "ocxl_no_such_module"


def write(path, content):
    """A file, and the directories above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="ascii")


def link(path, target):
    """A symbolic link, and the directories above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(target)


def nfit_dimm(dimm, number):
    """An Intel DIMM, as the nfit driver shows it."""
    for name, value in {
            "handle": f"0x{number + 1:x}", "phys_id": f"0x{0x10 + number:x}",
            "id": f"8089-a2-1712-0000{number:04x}", "serial": f"0x{number + 4660:08x}",
            "vendor": "0x8980", "device": "0x4151", "rev_id": "0x0100",
            "subsystem_vendor": "0x8980", "subsystem_device": "0x097a",
            "subsystem_rev_id": "0x0018", "family": "0", "dsm_mask": "0xffffff",
            "formats": "1", "format": "0x0301", "dirty_shutdown": "2",
            "flags": "smart_notify \n" if number else "\n"}.items():
        write(dimm / "nfit" / name, value if value.endswith("\n") else value + "\n")


def papr_dimm(dimm, number):
    """A DIMM of a POWER guest."""
    write(dimm / "papr" / "flags", "not_armed flush_fail \n" if number else "\n")
    write(dimm / "papr" / "dirty_shutdown", "3\n")
    write(dimm / "papr" / "perf_stats", "CtlResCt 1\n")


def cxl_dimm(dimm, number):
    """A CXL memory device."""
    write(dimm / "cxl" / "id", f"{number + 7}\n")


DIMMS = {"nfit": nfit_dimm, "papr": papr_dimm, "cxl": cxl_dimm}


def dimm(bus, number, family):
    """One enabled DIMM."""
    path = bus / f"nmem{number}"
    write(path / "dev", "1:3\n")
    write(path / "commands", "smart smart_thresh config_size config_data set_data cmd_call \n")
    write(path / "modalias", "none\n")
    write(path / "state", "idle\n")
    write(path / "available_slots", "1022\n")
    write(path / "flags", "labeling\n")
    write(path / "security", "disabled\n")
    link(path / "driver", "../../../../../bus/nd/drivers/nvdimm")
    DIMMS[family](path, number)


def region(bus, number):
    """A region over one DIMM, with a namespace of a quarter of it, and a seed."""
    path = bus / f"region{number}"
    for name, value in {"size": 4 << 30, "mappings": 1, "mapping0": f"nmem{number},0,{4 << 30},0",
                        "read_only": 0, "modalias": "none", "nstype": 5, "numa_node": 0,
                        "target_node": 1, "available_size": 3 << 30,
                        "max_available_extent": 3 << 30, "set_cookie": f"0x{number + 77:x}",
                        "align": "0x1000000", "persistence_domain": "memory_controller",
                        "deep_flush": 1, "resource": hex(0x100000000 + (number << 34))}.items():
        write(path / name, f"{value}\n")
    link(path / "driver", "../../../../../bus/nd/drivers/nd_region")
    space = path / f"namespace{number}.0"
    for name, value in {"nstype": 5, "size": 1 << 30, "force_raw": 0, "modalias": "none",
                        "alt_name": "name", "uuid": UUIDS[number], "mode": "raw",
                        "sector_size": "[512] 4096", "holder": "", "numa_node": 0,
                        "target_node": 1,
                        "resource": hex(0x100000000 + (number << 34))}.items():
        write(space / name, f"{value}\n")
    write(space / "block" / f"pmem{number}" / "size", "2097152\n")
    link(space / "driver", "../../../../../../bus/nd/drivers/nd_pmem")
    write(path / "namespace_seed", f"namespace{number}.1\n")
    seed = path / f"namespace{number}.1"
    for name, value in {"nstype": 5, "size": 0, "force_raw": 0, "modalias": "none",
                        "alt_name": "", "uuid": ""}.items():
        write(seed / name, f"{value}\n")


def idle_region(bus, number, alias):
    """A region without a driver, whose module has this alias."""
    path = bus / f"region{number}"
    for name, value in {"size": 4 << 30, "mappings": 1, "mapping0": f"nmem0,0,{4 << 30},0",
                        "read_only": 0, "modalias": alias, "nstype": 4, "numa_node": 0,
                        "set_cookie": f"0x{number + 77:x}", "align": "0x1000000",
                        "resource": hex(0x100000000 + (number << 34))}.items():
        write(path / name, f"{value}\n")


def build(root, family):
    """Below root: modprobe.d/, with an alias of a module that does not exist; sys/ and dev/ (the
    caller binds its nodes) with two DIMMs of a family."""
    base = root / "sys/devices/platform" / f"{family}.0"
    bus = base / "ndbus0"
    write(bus / "commands", "ars_cap ars_start ars_status clear_error cmd_call \n")
    write(bus / "provider", {"nfit": "ACPI.NFIT\n", "papr": "ibm,persistent-memory:0\n", "cxl": "CXL\n"}[family])
    if family == "nfit":
        write(bus / "nfit/revision", "1\n")
        write(bus / "nfit/scrub", "3\n")
        write(bus / "nfit/dsm_mask", "0x3f\n")
    elif family == "papr":
        write(bus / "of_node/compatible", "ibm,pmemory\n")
    else:
        (root / "sys/bus/cxl").mkdir(parents=True)
    link(base / "subsystem", f"../../../bus/{'cxl' if family == 'cxl' else 'platform'}")
    (root / "sys/bus/platform").mkdir(parents=True)
    write(bus / "nd/ndctl0/dev", "250:0\n")
    link(bus / "nd/ndctl0/device", "../..")
    link(root / "sys/class/nd/ndctl0", f"../../devices/platform/{family}.0/ndbus0/nd/ndctl0")
    link(root / "sys/dev/char/250:0", f"../../devices/platform/{family}.0/ndbus0/nd/ndctl0")
    for number in (0, 1):
        dimm(bus, number, family)
        region(bus, number)
    idle_region(bus, 2, ALIAS)
    idle_region(bus, 3, "none")
    for name in ("nmem0", "nmem1", "region0", "region1", "region2", "region3"):
        link(root / "sys/bus/nd/devices" / name, f"../../../devices/platform/{family}.0/ndbus0/{name}")
    write(root / "modprobe.d/stock.conf", f"alias {ALIAS} {MODULE}\n")
    for driver in ("nvdimm", "nd_region", "nd_pmem"):
        for name in ("bind", "unbind"):
            write(root / "sys/bus/nd/drivers" / driver / name, "")
    for node in ("nmem0", "nmem1", "ndctl0", "pmem0", "pmem1",
                 "null", "zero", "full", "random", "urandom", "tty"):
        write(root / "dev" / node, "")
