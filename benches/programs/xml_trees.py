# Measures: trees of XML: built, written, parsed, searched, walked and copied.
import copy
import io
import xml.etree.ElementTree as ET


def catalogue(count):
    root = ET.Element("catalogue", version="1")
    for n in range(count):
        item = ET.SubElement(root, "item", id=str(n), kind="abc"[n % 3])
        ET.SubElement(item, "title").text = f"Item <{n}> & more"
        ET.SubElement(item, "price", {"currency": "EUR"}).text = f"{n * 1.25:.2f}"
        tags = ET.SubElement(item, "tags")
        for tag in range(n % 4):
            ET.SubElement(tags, "tag").text = f"t{tag}"
    return root


def main():
    total = 0.0
    for _ in range(6):
        root = catalogue(800)
        ET.indent(root)
        text = ET.tostring(root, encoding="unicode")
        parsed = ET.fromstring(text)
        total += sum(float(price.text) for price in parsed.iter("price"))
        total += len(parsed.findall(".//item[@kind='b']/tags/tag"))
        for item in parsed:
            total += len(item.findtext("title")) + int(item.get("id")) + len(item.find("tags"))
        other = copy.deepcopy(parsed)
        for item in other.findall("item"):
            if item.attrib["kind"] == "c":
                other.remove(item)
        total += len(other) + len("".join(other.itertext()).split())
        for event, element in ET.iterparse(io.BytesIO(text.encode())):
            if element.tag == "item":
                total += len(element)
                element.clear()
    print(round(total, 2), len(text))


main()
