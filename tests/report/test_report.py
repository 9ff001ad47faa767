from __future__ import annotations

import copy
import itertools
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser

import pytest

from jointex import measures, record, report, scenario
from jointex.errors import InputError
from jointex.report.page import _template

VOID = {"meta", "br", "hr", "img", "link", "input"}


class Page(HTMLParser):
    """Notes ids, links, and tags that do not close."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.ids: list[str] = []
        self.addresses: list[str] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.ids += [values["id"]] if "id" in values else []
        self.addresses += [value for key, value in attrs if key in ("href", "src", "xlink:href")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data):
        self.words += data


def make_folder(folder, toy, n_runs=20, text=None, plan=None):
    plan = plan or toy.toy_plan()
    exercise = scenario.loads(text) if text else scenario.load("sea-of-japan")
    record.write_plan(folder, plan)
    record.write_scenario(folder, exercise.source.text)
    scores = measures.Scores(plan, exercise.objectives)
    with record.Recorder(folder, plan) as recorder:
        arrays = toy.toy_runs(range(n_runs))
        recorder.add(**arrays)
        recorder.add_values(*scores.add(arrays["tally"], arrays["event"]).rows())
    record.write_summary(folder, scores.summary({"all": {"published": 3, "estimated": 1}}))
    record.write_manifest(folder, seed=7, n_runs=n_runs, content_hash=recorder.content_hash)
    return folder


@pytest.fixture(scope="module")
def text(toy, tmp_path_factory):
    return report.build(make_folder(tmp_path_factory.mktemp("run"), toy)).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def page(text):
    return Page(text)


def test_every_tag_closes_and_every_id_is_used_once(page):
    assert not page.wrong
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))


def test_the_page_needs_no_network_and_runs_no_script(text, page):
    assert all(address.startswith("#") for address in page.addresses)
    assert set(re.findall(r"https?://[^\"'\s<)]+", text)) == {"http://www.w3.org/2000/svg"}
    assert "<script" not in text
    assert not re.search(r"@import|url\((?!#)", text)


def test_every_link_within_the_page_leads_somewhere(page):
    assert {address.removeprefix("#") for address in page.addresses} <= set(page.ids)


def test_every_picture_has_a_title_and_a_description(text):
    pictures = [ET.fromstring(found) for found in re.findall(r"<svg xmlns.*?</svg>", text, re.S)]
    assert len(pictures) > 10
    for picture in pictures:
        title, description, *_ = picture
        assert (title.text, description.text) != ("", "")
        assert picture.attrib["aria-labelledby"] == f"{title.attrib['id']} {description.attrib['id']}"


def test_labels_stay_inside_their_pictures(text):
    for found in re.findall(r"<svg xmlns.*?</svg>", text, re.S):
        width, height = map(float, re.search(r'viewBox="0 0 (\S+) (\S+)"', found).groups())
        for x, y in re.findall(r'<text x="([^"]+)" y="([^"]+)"', found):
            assert 0 <= float(x) <= width
            assert 0 < float(y) <= height


def described_only(text: str) -> str:
    """Return the flagship with its combat drill described, and nothing of it flown or asked for."""
    described = re.sub(r"(?m)^    shots: .*\n    presentations:\n(      .*\n)+", "", text)
    assert described != text
    return re.sub(r"(?m)^  (BOMBERS-THROUGH|GOOD-SHOTS):\n(    .*\n)+", "", described)


def test_drills_that_are_not_flown_are_said_to_be_so_everywhere(toy, tmp_path):
    text = described_only(scenario.load("sea-of-japan").source.text)
    words = " ".join(Page(report.build(make_folder(tmp_path, toy, 2, text)).read_text()).words.split())
    assert "What is not flown yet" in words
    assert "Refuelling in the air (TAKE-FUEL)" not in words
    assert "Simulated combat (ESCORT)" in words
    for place in ("Objectives of drills that are not flown", "no measures of drills that are not flown"):
        assert place in words


def test_an_exercise_without_such_drills_says_nothing_of_them(toy, tmp_path):
    text = scenario.load("sea-of-japan").source.text
    without = re.sub(r"(?m)^  ESCORT:\n(    .*\n)+", "", described_only(text))
    assert without != text
    words = Page(report.build(make_folder(tmp_path, toy, 2, without)).read_text()).words
    for said in ("What is not flown yet", "Objectives of drills that are not flown", "no measures of drills"):
        assert said not in words


def test_objectives_findings_and_needs_are_told(page):
    words = " ".join(page.words.split())
    for told in (
        "HOME-WITH-RESERVE",
        "LANCE reaches joker fuel",
        "Way out: shorten the work by 5 min",
        "CRANE needs refuelling",
    ):
        assert told in words


def test_seed_versions_and_shares_of_inputs_are_told(page):
    words = " ".join(page.words.split())
    assert "20 of 20 runs, seed 7" in words
    assert "75 % published, 25 % estimated of 4 inputs" in words


def test_a_plan_alone_makes_a_report(toy, tmp_path):
    plan = toy.toy_plan()
    plan["feasible"] = False
    record.write_plan(tmp_path, plan)
    words = Page(report.build(tmp_path).read_text()).words
    assert "Does not hold" in words
    assert "plan only" in words


def test_text_of_a_scenario_cannot_break_the_page(toy, tmp_path):
    plan = toy.toy_plan()
    plan["title"] = "<script>alert(1)</script> & F-35B"
    plan["findings"][0]["text"] = 'a < b & "c" <img src=x>'
    plan["flights"][0]["points"][3]["name"] = "<b>&\"'"
    record.write_plan(tmp_path, plan)
    text = report.build(tmp_path).read_text()
    page = Page(text)
    assert "<script" not in text
    assert "<img" not in text
    assert not page.wrong
    assert 'a < b & "c" <img src=x>' in page.words
    for found in re.findall(r"<svg xmlns.*?</svg>", text, re.S):
        ET.fromstring(found)


def test_the_same_folder_gives_the_same_page(toy, tmp_path, text):
    assert report.build(make_folder(tmp_path, toy)).read_text(encoding="utf-8") == text


def test_a_map_across_the_date_line_has_no_line_across_it(toy, tmp_path):
    plan = copy.deepcopy(toy.toy_plan())
    for flight in plan["flights"]:
        for point in flight["points"]:
            point["longitude_deg"] = (point["longitude_deg"] + 43.0 + 180.0) % 360.0 - 180.0
    plan["work"][0]["longitude_deg"] = 177.5
    record.write_plan(tmp_path, plan)
    text = report.build(tmp_path).read_text()
    drawn = re.search(r'<svg xmlns[^>]*aria-labelledby="map-t.*?</svg>', text, re.S)[0]
    routes = re.findall(r'<path d="M([^"]+)" class="route', drawn)
    assert len(routes) == 3
    for route in routes:
        x = [float(number) for number in re.split(r"[ML\s]", route)[::2]]
        assert max(x) - min(x) < 400
        assert max(abs(b - a) for a, b in itertools.pairwise(x)) < 150


def test_a_folder_without_a_plan_is_bad_input(tmp_path):
    with pytest.raises(InputError, match=r"plan\.json"):
        report.build(tmp_path)


def test_pairs_of_flights_that_come_nearest_stand_first(text):
    section = text[text.index('id="separation"') :]
    assert 0 < section.index("DOOM and CRANE") < section.index("DOOM and LANCE")


def test_many_pairs_of_flights_are_folded_away(toy, tmp_path):
    plan = copy.deepcopy(toy.toy_plan())
    pair = plan["deconfliction"][0]
    plan["deconfliction"] = [{**pair, "lateral_m": 2_000.0 * number} for number in range(1, 41)]
    text = report.build(make_folder(tmp_path, toy, plan=plan)).read_text(encoding="utf-8")
    assert "The other 30 pairs, farther apart" in text


@pytest.mark.parametrize(
    ("dense", "said"), [(True, 'title="1 to 3">2<'), (False, '2<span class="small">1 to 3</span>')]
)
def test_an_interval_stands_behind_its_figure_where_columns_are_many(dense, said):
    cell = _template().environment.get_template("cell.html").module.cell
    assert said in cell("2", "1 to 3", dense)
