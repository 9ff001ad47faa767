"""What no text may claim is refused in many wordings, and sentences that claim nothing of the kind pass."""

from __future__ import annotations

import pytest

from jointex.documents import parse_document
from jointex.errors import PolicyError
from jointex.region.phrasing import forbidden_claim
from jointex.region.policies.reading import add, shipped

REFUSED = (
    "The exercise dissuaded Beijing",
    "Beijing backed off because of the exercise",
    "The exercise made war less likely",
    "How likely an armed conflict breaks out",
    "How far the exercise dissuaded Beijing",
    "Sum of all harm",
    "There is a 10 % chance of war this winter",
    "The likelihood of an armed conflict rose",
    "The bombers deterred everybody",
    "The escalation index stands at 7",
    "Jobs outweigh the noise of the towns",
    "The net benefit of both towns is positive",
    "Probability of a nuclear war",
    "China is deterred",
    "escalation_score",
    "War became more likely",
    "Conflict is now less likely than before",
    "The flight reduced the risk of conflict",
    "It makes an armed conflict more probable",
    "The danger of war grew",
    "War will break out next year",
    "The exercise prevented a war",
    "The drills averted war",
    "The exercise brought the region closer to war",
    "The region is on the brink of war",
    "The exercise kept the peace",
    "North Korea was intimidated by the bombers",
    "The exercise kept North Korea from launching",
    "The flight stopped Pyongyang from testing a missile",
    "Moscow stepped back due to the drill",
    "The bombers scared off China",
    "The exercise provoked China",
    "China was provoked by the flight",
    "Pyongyang thought twice",
    "The exercise made Beijing think again",
    "The exercise discouraged potential adversaries",
    "Thanks to the exercise, Beijing withdrew its ships",
    "Beijing withdrew its ships thanks to the exercise",
    "China will retaliate",
    "North Korea is likely to attack",
    "Russia will invade",
    "Overall score of the exercise",
    "Tension index",
    "Money makes up for the noise",
    "Deterrence worked",
    "The odds that an invasion follows",
    "Chance that China attacks within a year",
    "how probable a nuclear strike is",
    "The grants offset the noise",
    "The exercise led to a war",
    "Dissuasion of neighbours",
    "Total harm",
    "War risk",
    "war-probability",
    "The exercise makes war likelier",
    "Fighting breaks out next year",
    "How likely World War III is",
    "Peace became more likely",
    "Nobody dared attack Japan",
    "Launches stopped because of the exercise",
    "The exercise eased tensions",
    "The flight reduced North Korean launches",
    "They will retaliate",
    "The drill contained China",
    "The exercise restrained its neighbours",
    "The exercise forced Beijing to back down",
    "The chance of peace grew",
    "The exercise kept Beijing in line",
    "Beijing was put off by the flight",
    "The exercise made Beijing think twice",
    "China changed its plans because of the drill",
    "The exercise restrained Pyongyang",
    "The exercise convinced Moscow not to act",
    "Kim held his fire after seeing the bombers",
    "The exercise lowers the risk of war in Asia",
    "War is 20 % less likely",
    "The war risk index fell",
    "The exercise sent Beijing a warning that it heeded",
    "North Korea launched because of the exercise",
    "North Korea launched missiles in reaction to the exercise",
    "The exercise triggered a North Korean launch",
    "The launch was caused by the exercise",
    "The launch was provoked by the exercise",
    "The exercise worked against aggression",
    "Adversaries were cowed",
    "The drill averted a conflict",
    "Chance of escalation to war",
    "Probability of escalation",
    "The overall danger score is 7",
    "Harm in total, all outcomes summed",
    "Everything added up: encounters, people and money",
    "Net harm",
    "War is inevitable",
    "There will be war",
    "A Chinese invasion of Taiwan became less probable",
    "How probable is an attack on Japan",
    "Peace is assured by the exercise",
    "The exercise shows deterrence",
    "The exercise has a deterrent effect",
    "An armed conflict is unlikely now",
    "The alliance prevents aggression",
    "The exercise ensured peace",
    "Thanks to the exercise there was no launch",
    "No launch happened because of the exercise",
    "The flight stopped the launches",
    "Japan's neighbours were frightened by it",
    "The exercise reassured Japan",
    "Beijing flinched",
    "China climbed down after the exercise",
    "The exercise silenced Pyongyang",
    "Beijing stood down",
)
"""The same claims in many words: a forecast of war, credit for what somebody left undone, one score, gains against burdens."""
PASSED = (
    "Bombers get through in nine of ten sorties",
    "The risk of a bird strike is low at dawn",
    "The plan has no conflict of tracks",
    "Flights keep two levels apart, so a conflict between flights is unlikely",
    "Chance alone gives so many in fewer than 5 % of cases",
    "The lateral offset of the track is 2 NM",
    "Japan's geopolitical-risk index is at its 52nd percentile",
    "Takanabe hears 81 dBA, and likely more under the track",
    "Noise keeps children from sleeping",
    "Noise kept the school from teaching outdoors",
    "The tanker kept the fighters from turning back",
    "China lodged a protest on 11 December 2025",
    "China and Russia flew a joint patrol on 9 December 2025",
    "Chinese ships withdrew from the shoal on 12 August",
    "Launches followed 4 of 16 flights within a day",
    "The war in Ukraine began in 2022",
    "World War II ended in 1945",
    "The constitution renounces war",
    "War reserve stocks are not modelled",
    "A wargame was held in May",
    "Escorts prevented two shots at the bombers",
    "The exercise was a marked escalation of military cooperation",
    "Dangerous encounters within 30 days, expected",
    "Highest rung of responses within 30 days, 1 to 4",
    "Likelihood ratio of a resolved over an unresolved sender",
    "Published studies point both ways",
    "Gas costs a billion dollars more if the strait is closed",
    "Nobody flies at night",
    "The probability that a shot counts is 20 %",
    "Wingmen will react within a second to a call",
    "The flight leader will attack from the north",
    "Tanker fuel makes up for the longer way",
    "A net loss of height in the turn",
    "Under prior relations the exercise calms or provokes",
    "Neighbours answer exercises with more activity, the more the exercise threatens",
    "The total cost of flying hours is 2 million USD",
    "Exercises with allies hold a neighbour back, or change nothing",
    "Rain is likely in the afternoon",
    "Strait of Hormuz closed by war in the Gulf",
    "Japan made its own F-15J under licence",
    "Fuel stops at Japan because of the winds",
    "The exercise led Japan's F-15J over the Sea of Japan",
    "It would take many comparable cases with and without exercises",
    "Training value, share of runs that meet an objective",
    "Japan flew fewer hours because of the weather",
    "The Korean War armistice was signed in 1953",
    "Noise keeps neighbours from sleeping",
    "What is left out stops nobody",
    "flies as if none of them could stop anybody",
    "no bundle has one score, and one stakeholder's gain pays for nobody's loss",
    "More military power of Japan could worsen tension with China and North Korea",
    "The refusal may strain ties with the European Union",
    "Tension on the Korean Peninsula was heightened at the time",
    "Exercises serve as a warning to possible adversaries",
    "The flight leaders will attack from the north",
    "Japan keeps fuel for a divert",
    "The court ordered the government to pay",
    "The base reduced night flights",
    "The United States is bound to Japan by the treaty of 1960",
    "Choices of Japan shape stability in the region and the world",
    "Japan wants not to alienate Moscow",
    "A noise cap stops flights after 22 h",
    "Training flights increased patrol hours at Komatsu",
    "Officials said the flight was planned well before the drills",
    "One launch was cancelled because of the weather",
    "Radar of Chinese fighters locked on Japanese aircraft on 6 December 2025",
    "The noise of all passes in total is 62 dB",
    "Outcomes are never added to each other",
    "The launch was followed by a flight with bombers a day later",
    "China lodged a protest in response to the exercise",
    "The treaty is to maintain international peace and security",
    "Fuel burned by all aircraft in total",
    "Patrols fly all year",
    "Residents were put off by the noise",
    "The tower told the flight to hold and it stood down",
    "The exercise ended at noon",
    "Alert flights answer tracks from the north",
    "The ministry kept Japan's budget below one per cent",
    "A launch was seen on 7 November 2025",
    "The court kept the ban on night flights",
    "A protest at the base stopped traffic for an hour",
)
"""Sentences with the same words that claim nothing of the kind."""


@pytest.mark.parametrize("text", REFUSED)
def test_a_claim_that_nothing_here_can_carry_is_refused_in_many_wordings(text):
    found = forbidden_claim(text)
    assert found is not None
    assert found.phrase in " ".join(text.casefold().replace("-", " ").replace("_", " ").split())
    assert found.hint.endswith(".")


@pytest.mark.parametrize("text", PASSED)
def test_a_sentence_that_claims_nothing_of_the_kind_passes(text):
    assert forbidden_claim(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "The exercise\u00a0dissuaded Beijing",
        "THE EXERCISE DISSUADED BEIJING",
        "the_exercise_dissuaded_beijing",
        "The exercise dis\u00adsuaded Beijing",
        "Rain is likely. The exercise dissuaded Beijing. It was noon.",
    ],
)
def test_spelling_does_not_hide_a_claim(text):
    assert forbidden_claim(text) is not None


def test_words_of_two_sentences_make_no_claim():
    assert forbidden_claim("Rain is likely. The Korean War ended in 1953.") is None


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("How likely an armed conflict breaks out", "a probability of war"),
        ("How far the exercise dissuaded Beijing", "that anybody is deterred"),
        ("Sum of all harm", "one score for everything"),
    ],
)
def test_a_weighing_refuses_what_a_statement_may_not_say(text, claims):
    document = f"outcomes:\n  own: {{text: {text}, unit: u, better: lower, stakeholders: [JP], terms: [[1]]}}"
    with pytest.raises(PolicyError) as caught:
        add(shipped(), parse_document(document, "own.yaml"))
    assert any(claims in one.rule for one in caught.value.faults)
