#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes the address ranges that clouds and CDNs publish, one JSON file a provider.

    dataset/import/import_ranges.py LISTS OUT [--dataset DIR] [--day YYYY-MM-DD]

LISTS holds the providers' lists: cloud-vendor-json (as the vendors publish them), misp-warninglists and
ipranges-lord-alfred (CC0 copies). OUT gets FILE.json for each provider:

    {"operator", "kind", "source", "checked", "verified",
     "regions": [{"id", "place", "country", "kind", "anycast", "prefixes"}]}

A region has the provider's own name; its place and country are in the tables below, written by hand:
a region that is missing there stops the import, so that nobody's guess gets in. Country null: the
provider tells none. `kind` and `anycast` stand only where they differ from the file's kind and from false.

Every prefix is in the whole folder once, at the most specific of its provider's services. Adjacent
prefixes of a region are merged, covered ones dropped, and then all that was read is looked up again:
where merging changed what the longest prefix says, the narrower prefix is put back. A prefix
that --dataset (default: the folder above) has already, written by hand, is left to it.
"""
import argparse
import csv
import datetime
import gzip
import ipaddress
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent

# Region -> (place, country). Wavelength zones and local zones of AWS count as regions: "bue" is Buenos Aires,
# though it belongs to us-east-1.
AWS = {
    "GLOBAL": (None, None),
    "af-south-1": ("Cape Town", "ZA"),
    "af-south-1-los-1": ("Lagos", "NG"),
    "ap-east-1": ("Hong Kong", "HK"),
    "ap-east-2": ("Taipei", "TW"),
    "ap-northeast-1": ("Tokyo", "JP"),
    "ap-northeast-1-tpe-1": ("Taipei", "TW"),
    "ap-northeast-1-wl1-kix": ("Osaka", "JP"),
    "ap-northeast-1-wl1-nrt": ("Tokyo", "JP"),
    "ap-northeast-2": ("Seoul", "KR"),
    "ap-northeast-2-wl1-cjj": (None, "KR"),
    "ap-northeast-3": ("Osaka", "JP"),
    "ap-south-1": ("Mumbai", "IN"),
    "ap-south-1-ccu": ("Kolkata", "IN"),
    "ap-south-1-del": ("Delhi", "IN"),
    "ap-south-2": ("Hyderabad", "IN"),
    "ap-southeast-1": ("Singapore", "SG"),
    "ap-southeast-1-bkk-1": ("Bangkok", "TH"),
    "ap-southeast-1-han-1": ("Hanoi", "VN"),
    "ap-southeast-1-mnl-1": ("Manila", "PH"),
    "ap-southeast-1-sggov": ("Singapore", "SG"),
    "ap-southeast-2": ("Sydney", "AU"),
    "ap-southeast-2-akl-1": ("Auckland", "NZ"),
    "ap-southeast-2-per-1": ("Perth", "AU"),
    "ap-southeast-3": ("Jakarta", "ID"),
    "ap-southeast-4": ("Melbourne", "AU"),
    "ap-southeast-5": ("Kuala Lumpur", "MY"),
    "ap-southeast-6": ("Auckland", "NZ"),
    "ap-southeast-7": ("Bangkok", "TH"),
    "ca-central-1": ("Montréal", "CA"),
    "ca-west-1": ("Calgary", "CA"),
    "cn-north-1": ("Beijing", "CN"),
    "cn-northwest-1": ("Ningxia", "CN"),
    "eu-central-1": ("Frankfurt", "DE"),
    "eu-central-1-ath-1": ("Athens", "GR"),
    "eu-central-1-ham-1": ("Hamburg", "DE"),
    "eu-central-1-ist-1": ("Istanbul", "TR"),
    "eu-central-1-waw-1": ("Warsaw", "PL"),
    "eu-central-1-wl1-ber": ("Berlin", "DE"),
    "eu-central-1-wl1-dtm": ("Dortmund", "DE"),
    "eu-central-1-wl1-muc": ("Munich", "DE"),
    "eu-central-2": ("Zürich", "CH"),
    "eu-north-1": ("Stockholm", "SE"),
    "eu-north-1-cph-1": ("Copenhagen", "DK"),
    "eu-north-1-hel-1": ("Helsinki", "FI"),
    "eu-south-1": ("Milan", "IT"),
    "eu-south-2": ("Aragón", "ES"),
    "eu-west-1": ("Dublin", "IE"),
    "eu-west-2": ("London", "GB"),
    "eu-west-2-wl2-man": ("Manchester", "GB"),
    "eu-west-3": ("Paris", "FR"),
    "eusc-de-east-1": ("Brandenburg", "DE"),
    "il-central-1": ("Tel Aviv", "IL"),
    "me-central-1": (None, "AE"),
    "me-south-1": (None, "BH"),
    "me-south-1-mct-1": ("Muscat", "OM"),
    "me-west-1": (None, None),  # not announced under this name yet
    "mx-central-1": ("Querétaro", "MX"),
    "sa-east-1": ("São Paulo", "BR"),
    "sa-west-1": ("Santiago", "CL"),
    "us-east-1": ("Northern Virginia", "US"),
    "us-east-1-atl": ("Atlanta", "US"),
    "us-east-1-bos": ("Boston", "US"),
    "us-east-1-bue": ("Buenos Aires", "AR"),
    "us-east-1-chi": ("Chicago", "US"),
    "us-east-1-dfw": ("Dallas", "US"),
    "us-east-1-foe-wlz-1": (None, "US"),
    "us-east-1-iah": ("Houston", "US"),
    "us-east-1-lim": ("Lima", "PE"),
    "us-east-1-mci": ("Kansas City", "US"),
    "us-east-1-mia": ("Miami", "US"),
    "us-east-1-msp": ("Minneapolis", "US"),
    "us-east-1-nyc": ("New York", "US"),
    "us-east-1-phl": ("Philadelphia", "US"),
    "us-east-1-qro": ("Querétaro", "MX"),
    "us-east-1-scl": ("Santiago", "CL"),
    "us-east-1-wl1": (None, "US"),
    "us-east-2": ("Ohio", "US"),
    "us-east-2-jan-1": (None, "US"),
    "us-gov-east-1": (None, "US"),
    "us-gov-west-1": (None, "US"),
    "us-south-1": (None, "US"),
    "us-west-1": ("Northern California", "US"),
    "us-west-2": ("Oregon", "US"),
    "us-west-2-den": ("Denver", "US"),
    "us-west-2-hnl": ("Honolulu", "US"),
    "us-west-2-las": ("Las Vegas", "US"),
    "us-west-2-lax": ("Los Angeles", "US"),
    "us-west-2-pdx": ("Portland", "US"),
    "us-west-2-phx": ("Phoenix", "US"),
    "us-west-2-sea": ("Seattle", "US"),
    "us-west-2-wl1": (None, "US"),
}
AZURE = {
    "australiacentral": ("Canberra", "AU"),
    "australiacentral2": ("Canberra", "AU"),
    "australiaeast": ("New South Wales", "AU"),
    "australiasoutheast": ("Victoria", "AU"),
    "austriaeast": ("Vienna", "AT"),
    "brazilne": (None, "BR"),
    "brazilse": ("Rio de Janeiro", "BR"),
    "brazilsouth": ("São Paulo", "BR"),
    "canadacentral": ("Toronto", "CA"),
    "canadaeast": ("Québec", "CA"),
    "centralfrance": ("Paris", "FR"),
    "centralindia": ("Pune", "IN"),
    "centralus": ("Iowa", "US"),
    "centraluseuap": (None, "US"),
    "chilec": ("Santiago", "CL"),
    "eastasia": ("Hong Kong", "HK"),
    "eastus": ("Virginia", "US"),
    "eastus2": ("Virginia", "US"),
    "eastus2euap": (None, "US"),
    "germanyn": ("Berlin", "DE"),
    "germanywc": ("Frankfurt", "DE"),
    "indonesiacentral": ("Jakarta", "ID"),
    "israelcentral": (None, "IL"),
    "israelnorthwest": (None, "IL"),
    "italynorth": ("Milan", "IT"),
    "japaneast": ("Tokyo", "JP"),
    "japanwest": ("Osaka", "JP"),
    "jioindiacentral": ("Nagpur", "IN"),
    "jioindiawest": ("Jamnagar", "IN"),
    "koreacentral": ("Seoul", "KR"),
    "koreasouth": ("Busan", "KR"),
    "malaysiasouth": (None, "MY"),
    "malaysiawest": ("Kuala Lumpur", "MY"),
    "mexicocentral": ("Querétaro", "MX"),
    "newzealandnorth": ("Auckland", "NZ"),
    "northcentralus": ("Illinois", "US"),
    "northeurope": ("Dublin", "IE"),
    "northeurope2": (None, None),
    "norwaye": ("Oslo", "NO"),
    "norwayw": ("Stavanger", "NO"),
    "polandcentral": ("Warsaw", "PL"),
    "qatarcentral": ("Doha", "QA"),
    "southafricanorth": ("Johannesburg", "ZA"),
    "southafricawest": ("Cape Town", "ZA"),
    "southcentralus": ("Texas", "US"),
    "southcentralus2": (None, "US"),
    "southeastasia": ("Singapore", "SG"),
    "southeastus": (None, "US"),
    "southfrance": ("Marseille", "FR"),
    "southindia": ("Chennai", "IN"),
    "spaincentral": ("Madrid", "ES"),
    "swedencentral": ("Gävle", "SE"),
    "swedensouth": (None, "SE"),
    "switzerlandn": ("Zürich", "CH"),
    "switzerlandw": ("Geneva", "CH"),
    "taiwannorth": ("Taipei", "TW"),
    "taiwannorthwest": (None, "TW"),
    "uaecentral": ("Abu Dhabi", "AE"),
    "uaenorth": ("Dubai", "AE"),
    "uksouth": ("London", "GB"),
    "ukwest": ("Cardiff", "GB"),
    "usstagec": (None, "US"),
    "usstagee": (None, "US"),
    "westcentralus": ("Wyoming", "US"),
    "westeurope": (None, "NL"),
    "westindia": ("Mumbai", "IN"),
    "westus": ("California", "US"),
    "westus2": ("Washington", "US"),
    "westus3": ("Arizona", "US"),
}
GOOGLE = {
    "africa-south1": ("Johannesburg", "ZA"),
    "asia-east1": ("Changhua", "TW"),
    "asia-east2": ("Hong Kong", "HK"),
    "asia-northeast1": ("Tokyo", "JP"),
    "asia-northeast2": ("Osaka", "JP"),
    "asia-northeast3": ("Seoul", "KR"),
    "asia-south1": ("Mumbai", "IN"),
    "asia-south2": ("Delhi", "IN"),
    "asia-southeast1": ("Singapore", "SG"),
    "asia-southeast2": ("Jakarta", "ID"),
    "australia-southeast1": ("Sydney", "AU"),
    "australia-southeast2": ("Melbourne", "AU"),
    "europe-central2": ("Warsaw", "PL"),
    "europe-north1": ("Hamina", "FI"),
    "europe-north2": ("Stockholm", "SE"),
    "europe-southwest1": ("Madrid", "ES"),
    "europe-west1": ("St. Ghislain", "BE"),
    "europe-west10": ("Berlin", "DE"),
    "europe-west12": ("Turin", "IT"),
    "europe-west2": ("London", "GB"),
    "europe-west3": ("Frankfurt", "DE"),
    "europe-west4": ("Eemshaven", "NL"),
    "europe-west6": ("Zürich", "CH"),
    "europe-west8": ("Milan", "IT"),
    "europe-west9": ("Paris", "FR"),
    "global": (None, None),
    "me-central1": ("Doha", "QA"),
    "me-central2": ("Dammam", "SA"),
    "me-west1": ("Tel Aviv", "IL"),
    "northamerica-northeast1": ("Montréal", "CA"),
    "northamerica-northeast2": ("Toronto", "CA"),
    "northamerica-south1": ("Querétaro", "MX"),
    "southamerica-east1": ("Osasco, São Paulo", "BR"),
    "southamerica-west1": ("Santiago", "CL"),
    "us-central1": ("Council Bluffs, Iowa", "US"),
    "us-central2": (None, "US"),
    "us-east1": ("Moncks Corner, South Carolina", "US"),
    "us-east4": ("Ashburn, Virginia", "US"),
    "us-east5": ("Columbus, Ohio", "US"),
    "us-east7": (None, "US"),
    "us-south1": ("Dallas", "US"),
    "us-west1": ("The Dalles, Oregon", "US"),
    "us-west2": ("Los Angeles", "US"),
    "us-west3": ("Salt Lake City", "US"),
    "us-west4": ("Las Vegas", "US"),
    "us-west8": (None, "US"),
}
ORACLE = {
    "af-johannesburg-1": ("Johannesburg", "ZA"),
    "ap-batam-1": ("Batam", "ID"),
    "ap-chuncheon-1": ("Chuncheon", "KR"),
    "ap-hyderabad-1": ("Hyderabad", "IN"),
    "ap-melbourne-1": ("Melbourne", "AU"),
    "ap-mumbai-1": ("Mumbai", "IN"),
    "ap-osaka-1": ("Osaka", "JP"),
    "ap-seoul-1": ("Seoul", "KR"),
    "ap-singapore-1": ("Singapore", "SG"),
    "ap-singapore-2": ("Singapore", "SG"),
    "ap-sydney-1": ("Sydney", "AU"),
    "ap-tokyo-1": ("Tokyo", "JP"),
    "ca-montreal-1": ("Montréal", "CA"),
    "ca-toronto-1": ("Toronto", "CA"),
    "eu-amsterdam-1": ("Amsterdam", "NL"),
    "eu-frankfurt-1": ("Frankfurt", "DE"),
    "eu-jovanovac-1": ("Jovanovac", "RS"),
    "eu-madrid-1": ("Madrid", "ES"),
    "eu-marseille-1": ("Marseille", "FR"),
    "eu-milan-1": ("Milan", "IT"),
    "eu-paris-1": ("Paris", "FR"),
    "eu-stockholm-1": ("Stockholm", "SE"),
    "eu-zurich-1": ("Zürich", "CH"),
    "il-jerusalem-1": ("Jerusalem", "IL"),
    "me-abudhabi-1": ("Abu Dhabi", "AE"),
    "me-dubai-1": ("Dubai", "AE"),
    "me-jeddah-1": ("Jeddah", "SA"),
    "me-riyadh-1": ("Riyadh", "SA"),
    "mx-monterrey-1": ("Monterrey", "MX"),
    "mx-queretaro-1": ("Querétaro", "MX"),
    "sa-bogota-1": ("Bogotá", "CO"),
    "sa-santiago-1": ("Santiago", "CL"),
    "sa-saopaulo-1": ("São Paulo", "BR"),
    "sa-valparaiso-1": ("Valparaíso", "CL"),
    "sa-vinhedo-1": ("Vinhedo, São Paulo", "BR"),
    "uk-cardiff-1": ("Newport", "GB"),
    "uk-london-1": ("London", "GB"),
    "us-abilene-1": ("Abilene, Texas", "US"),
    "us-ashburn-1": ("Ashburn, Virginia", "US"),
    "us-boardman-1": ("Boardman, Oregon", "US"),
    "us-chicago-1": ("Chicago", "US"),
    "us-dallas-1": ("Dallas", "US"),
    "us-phoenix-1": ("Phoenix", "US"),
    "us-saltlake-2": ("Salt Lake City", "US"),
    "us-sanjose-1": ("San José, California", "US"),
}
PLACES = {  # as geofeeds spell them -> as they are written
    "Bogota": "Bogotá",
    "Sao Paulo": "São Paulo",
    "Queretaro": "Querétaro",
}
# Blocks that Google hands out to its customers bit by bit: what is free there today may be a customer's tomorrow.
GOOGLE_RESERVED = ("8.224.0.0/12", "34.0.0.0/8", "35.184.0.0/13", "35.192.0.0/10", "136.64.0.0/10")
# Services that are more specific than "AMAZON", which holds all of them, and than "EC2".
AWS_RANK = ("CLOUDFRONT", "CLOUDFRONT_ORIGIN_FACING", "GLOBALACCELERATOR", "ROUTE53")


class Provider:
    """Prefixes of one file: region id -> what it is, prefix -> region id (the first that is given wins)."""

    def __init__(self, file, operator, kind, source):
        self.file, self.operator, self.kind, self.source = file, operator, kind, source
        self.regions = {}
        self.region_of = {}

    def add(self, prefix, region, place=None, country=None, kind=None, anycast=False):
        meaning = (place, country, kind if kind != self.kind else None, anycast)
        if self.regions.setdefault(region, meaning) != meaning:
            sys.exit(f"{self.file}: region {region} means two things")
        self.region_of.setdefault(ipaddress.ip_network(prefix), region)


def supernets(network):
    """The network and all that hold it, the narrowest first."""
    for length in range(network.prefixlen, -1, -1):
        yield network.supernet(new_prefix=length)


def covering(table, network):
    """The narrowest network of `table` (a dict or a set) that holds `network`, or None."""
    return next((n for n in supernets(network) if n in table), None)


def place_of(table, region, what):
    """A region's place; zones such as "us-east-1-bue-1" and "us-east-1-bue-2" share the entry "us-east-1-bue"."""
    name = region
    while name not in table:
        name = name.rpartition("-")[0]
        if name.count("-") < 3:
            sys.exit(f"{what}: region {region} has no place in import_ranges.py")
    return table[name]


def collapse(networks):
    for version in (4, 6):
        yield from ipaddress.collapse_addresses(n for n in networks if n.version == version)


def read_json(path):
    opened = gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else open(path, encoding="utf-8")
    with opened as file:
        return json.load(file)


def newest(folder, pattern):
    found = sorted(folder.glob(pattern))
    return found[-1] if found else sys.exit(f"{folder}: no {pattern}")


def misp(lists, name):
    return read_json(lists / "misp-warninglists" / f"{name}.json")["list"]


def lord_alfred(lists, name):
    for path in sorted((lists / "ipranges-lord-alfred" / name).glob("ipv*_merged.txt")):
        yield from path.read_text(encoding="ascii").split()


def aws(lists):
    provider = Provider("aws", "aws", "cloud", "aws-ip-ranges")
    data = read_json(newest(lists / "cloud-vendor-json", "aws-ip-ranges-*.json"))
    entries = [(p["ip_prefix"], p) for p in data["prefixes"]]
    entries += [(p["ipv6_prefix"], p) for p in data["ipv6_prefixes"]]

    def order(entry):
        service, region = entry[1]["service"], entry[1]["region"]
        rank = AWS_RANK.index(service) if service in AWS_RANK else len(AWS_RANK)
        return (rank, service == "AMAZON", region == "GLOBAL")

    for prefix, entry in sorted(entries, key=order):
        service, region = entry["service"], entry["network_border_group"]
        if region == "GLOBAL" or entry["region"] == "GLOBAL":
            if service.startswith("CLOUDFRONT"):
                provider.add(prefix, "cloudfront", kind="cdn")
            elif service == "GLOBALACCELERATOR":
                provider.add(prefix, "global-accelerator", anycast=True)
            elif service == "ROUTE53":
                provider.add(prefix, "route53", anycast=True)
            else:
                provider.add(prefix, "GLOBAL")
            continue
        place, country = place_of(AWS, region, "AWS")
        if service == "CLOUDFRONT":
            provider.add(prefix, f"{region}-cloudfront", place, country, kind="cdn")
        else:
            provider.add(prefix, region, place, country)
    return [provider]


def microsoft(lists):
    own = Provider("microsoft-365", "microsoft", "own", "misp-warninglists")
    azure = Provider("azure", "microsoft", "cloud", "azure-service-tags")
    data = read_json(newest(lists / "cloud-vendor-json", "*azure-service-tags.json.gz"))
    tags = {v["name"]: v["properties"]["addressPrefixes"] for v in data["values"]}
    regional = {ipaddress.ip_network(p) for name in tags if name.startswith("AzureCloud.") for p in tags[name]}
    edge = set()
    for name, kind in (("FirstParty", "own"), ("MicrosoftSecurity", "own"), ("Frontend", "cdn")):
        for prefix in tags[f"AzureFrontDoor.{name}"]:
            network = ipaddress.ip_network(prefix)
            # What stands in a region is that region's, and nothing longer than this can be routed by itself.
            if not covering(regional, network) and network.prefixlen <= (24 if network.version == 4 else 48):
                azure.add(prefix, f"front-door-{kind}", kind=kind, anycast=True)
                edge.add(network)
    for prefix in misp(lists, "microsoft-office365-ip"):
        if covering(edge, ipaddress.ip_network(prefix)):
            own.add(prefix, "microsoft-365-front-door", anycast=True)
        else:
            own.add(prefix, "microsoft-365")
    for name in sorted(tags):
        if name.startswith("AzureCloud."):
            region = name.partition(".")[2]
            place, country = place_of(AZURE, region, "Azure")
            for prefix in tags[name]:
                azure.add(prefix, region, place, country)
    for prefix in tags["AzureCloud"]:
        if not covering(regional, ipaddress.ip_network(prefix)):
            azure.add(prefix, "GLOBAL")
    return [own, azure]


def google(lists):
    """Google's customers, and apart from them Google: those of its ranges that hold no customers."""
    cloud = Provider("google-cloud", "google", "cloud", "google-cloud-ranges")
    today = list(collapse(ipaddress.ip_network(p) for p in misp(lists, "google-gcp")))
    still = set(today)
    data = read_json(newest(lists / "cloud-vendor-json", "*google-cloud-ip-ranges.json"))
    for entry in data["prefixes"]:
        prefix, scope = entry.get("ipv4Prefix") or entry["ipv6Prefix"], entry["scope"]
        if covering(still, ipaddress.ip_network(prefix)):
            place, country = place_of(GOOGLE, scope, "Google")
            cloud.add(prefix, scope, place, country, anycast=scope == "global")
    for rest in without(today, collapse(cloud.region_of)):
        cloud.add(rest, "UNKNOWN")

    own = Provider("google", "google", "own", "lord-alfred-ipranges")
    reserved = [ipaddress.ip_network(p) for p in GOOGLE_RESERVED]
    for network in collapse(ipaddress.ip_network(p) for p in lord_alfred(lists, "google")):
        if not any(network.version == n.version and network.overlaps(n) for n in today + reserved):
            own.add(network, "GLOBAL")
    return [own, cloud]


def without(networks, minus):
    """`networks` without the addresses of `minus`; the networks of either do not overlap one another."""
    minus = list(minus)
    for network in networks:
        parts = [network]
        for other in minus:
            if other.version != network.version or not other.overlaps(network):
                continue
            if other.supernet_of(network):
                parts = []
                break
            left = []
            for part in parts:
                left += part.address_exclude(other) if other.subnet_of(part) else [part]
            parts = left
        yield from parts


def oracle(lists):
    provider = Provider("oracle", "oracle", "cloud", "oracle-ip-ranges")
    still = set(collapse(ipaddress.ip_network(p) for p in misp(lists, "oracle-oci")))
    for region in read_json(newest(lists / "cloud-vendor-json", "*oracle-cloud-ip-ranges.json"))["regions"]:
        place, country = place_of(ORACLE, region["region"], "Oracle")
        for entry in region["cidrs"]:
            if covering(still, ipaddress.ip_network(entry["cidr"])):
                provider.add(entry["cidr"], region["region"], place, country)
    return [provider]


def geofeed(lists, pattern, name):
    """A geofeed (RFC 8805) whose prefixes are still among those that the provider has today."""
    provider = Provider(name, name, "cloud", f"{name}-geofeed")
    still = set(collapse(ipaddress.ip_network(p) for p in lord_alfred(lists, name)))
    with open(newest(lists / "cloud-vendor-json", pattern), newline="", encoding="utf-8") as file:
        for row in csv.reader(line for line in file if not line.startswith("#")):
            prefix, country, city = row[0], row[1], row[3]
            if covering(still, ipaddress.ip_network(prefix)):
                region = f"{country}-{city}".lower().replace(" ", "-")
                provider.add(prefix, region, PLACES.get(city, city), country)
    return [provider]


def plain(file, operator, kind, source, prefixes, region="GLOBAL", anycast=False):
    """A list without regions."""
    provider = Provider(file, operator, kind, source)
    for prefix in prefixes:
        provider.add(prefix, region, anycast=anycast)
    return [provider]


def providers(lists):
    yield from aws(lists)
    yield from microsoft(lists)
    yield from google(lists)
    yield from oracle(lists)
    yield from geofeed(lists, "*digitalocean.csv", "digitalocean")
    yield from geofeed(lists, "*linode.txt", "linode")
    yield from plain("cloudflare", "cloudflare", "cdn", "misp-warninglists", misp(lists, "cloudflare"), anycast=True)
    yield from plain("fastly", "fastly", "cdn", "misp-warninglists", misp(lists, "fastly"), anycast=True)
    yield from plain("bunny", "bunny", "cdn", "misp-warninglists", misp(lists, "bunny-net"))
    yield from plain("ovh", "ovh", "cloud", "misp-warninglists", misp(lists, "ovh-cluster"), region="web-hosting")
    yield from plain("vultr", "vultr", "cloud", "lord-alfred-ipranges", lord_alfred(lists, "vultr"))
    yield from plain("meta", "facebook", "own", "lord-alfred-ipranges", lord_alfred(lists, "facebook"))
    yield from plain("x", "x", "own", "lord-alfred-ipranges", lord_alfred(lists, "twitter"))
    yield from plain("telegram", "telegram", "own", "misp-warninglists", misp(lists, "telegram-ips"))
    yield from plain("wikimedia", "wikimedia", "own", "misp-warninglists", misp(lists, "wikimedia"))
    yield from plain("zscaler", "zscaler", "own", "misp-warninglists", misp(lists, "zscaler"))


def hand_written(dataset):
    for path in sorted((dataset / "corporations").glob("*.json")):
        for network in read_json(path)["networks"]:
            if "prefix" in network:
                yield ipaddress.ip_network(network["prefix"])


def merge(all_providers, taken):
    """Network -> (provider, region), each network once, as few as tell the same."""
    read = {}
    for provider in all_providers:
        for network, region in provider.region_of.items():
            read.setdefault(network, (provider, region))
    groups = {}
    for network, owner in read.items():
        groups.setdefault(owner, []).append(network)
    written = {}
    for owner, networks in groups.items():
        for network in collapse(networks):
            # Two groups may merge into the same network: that of the narrower parts holds all of it.
            if network not in written or network not in groups[owner]:
                written[network] = owner
    for network in sorted(read, key=lambda n: (n.version, n.prefixlen)):
        if written[covering(written, network)] != read[network]:
            written[network] = read[network]
    return {n: owner for n, owner in written.items() if n not in taken}


def text_of(provider, written, day):
    regions = {}
    for network, (owner, region) in written.items():
        if owner is provider:
            regions.setdefault(region, []).append(network)
    lines = []
    for region in sorted(regions):
        place, country, kind, anycast = provider.regions[region]
        told = {"id": region, "place": place, "country": country}
        if kind:
            told["kind"] = kind
        if anycast:
            told["anycast"] = True
        networks = sorted(regions[region], key=lambda n: (n.version, n.network_address, n.prefixlen))
        prefixes = ",\n".join(f'      "{n}"' for n in networks)
        head = json.dumps(told, ensure_ascii=False)[:-1]
        lines.append(f'    {head}, "prefixes": [\n{prefixes}\n    ]}}')
    head = {"operator": provider.operator, "kind": provider.kind, "source": provider.source, "checked": day, "verified": True}
    head = json.dumps(head, ensure_ascii=False, indent=2)[:-2]
    return f"{head},\n" + '  "regions": [\n' + ",\n".join(lines) + "\n  ]\n}\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("lists", metavar="LISTS", type=pathlib.Path)
    parser.add_argument("out", metavar="OUT", type=pathlib.Path)
    parser.add_argument("--dataset", type=pathlib.Path, default=HERE.parent)
    parser.add_argument("--day", default=datetime.date.today().isoformat())
    options = parser.parse_args()
    all_providers = list(providers(options.lists))
    written = merge(all_providers, set(hand_written(options.dataset)))
    options.out.mkdir(parents=True, exist_ok=True)
    for provider in all_providers:
        text = text_of(provider, written, options.day)
        (options.out / f"{provider.file}.json").write_text(text, encoding="utf-8")
        data = json.loads(text)
        print(f"{provider.file}: {len(data['regions'])} regions, {sum(len(r['prefixes']) for r in data['regions'])} prefixes")


if __name__ == "__main__":
    main()
