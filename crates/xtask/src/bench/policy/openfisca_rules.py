"""The benchmark's programme for OpenFisca: the rules of `programme.toml` beside this file, as
formulas over numpy arrays, in whole fen so that both sides can be compared to the last digit.

Usage: openfisca_rules.py HOUSEHOLDS MONTHS OUT.bin  ->  one line of JSON on standard output.
"""

import datetime
import json
import resource
import sys
import time

import numpy
from openfisca_core.entities import Entity, GroupEntity
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import MONTH, ETERNITY
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from population import population

Person = Entity("person", "persons", "A member", "")
Household = GroupEntity(
    "household", "households", "A household", "",
    roles=[{"key": "member", "plural": "members", "label": "Members", "doc": ""}],
)


def values(*dated):
    return {"values": {day: {"value": value} for day, value in dated}}


PARAMETERS = {
    "rural_standard": values(("2019-09-01", 44000), ("2020-09-01", 49600)),
    "urban_standard": values(("2019-09-01", 58000), ("2020-09-01", 62000)),
    "deposit_months": values(("2017-01-01", 12)),
    "elder_age": values(("2017-01-01", 70)),
    "school_age": values(("2017-01-01", 6)),
    "supplement_adult": values(("2017-01-01", 6000)),
    "supplement_child": values(("2017-04-01", 10000)),
    "supplement_disabled": values(("2017-01-01", 4000)),
}


def given(name_, entity_, type_):
    return type(name_, (Variable,), {
        "value_type": type_, "entity": entity_, "definition_period": ETERNITY, "label": name_,
    })


INPUTS = [
    given("rural", Household, bool),
    given("deposits", Household, int),
    given("birth_date", Person, datetime.date),
    given("wage", Person, int),
    given("pension", Person, int),
    given("farm_year", Person, int),
    given("disability_grade", Person, int),
    given("seriously_ill", Person, bool),
    given("student", Person, bool),
]


class age(Variable):
    value_type = int
    entity = Person
    definition_period = MONTH
    label = "Full years on the day of the decision"

    def formula(person, period):
        birth = person("birth_date", period)
        year = birth.astype("datetime64[Y]").astype(int) + 1970
        month = birth.astype("datetime64[M]").astype(int) % 12 + 1
        day = (birth - birth.astype("datetime64[M]") + 1).astype(int)
        on = period.start
        passed = (month < on.month) + (month == on.month) * (day <= 18)
        return on.year - year - 1 + passed


class standard(Variable):
    value_type = int
    entity = Household
    definition_period = MONTH
    label = "Standard per person"

    def formula(household, period, parameters):
        law = parameters(period)
        return numpy.where(household("rural", period), law.rural_standard, law.urban_standard)


class income(Variable):
    value_type = int
    entity = Household
    definition_period = MONTH
    label = "Twelve months of income, so that no month of farm income is cut"

    def formula(household, period):
        monthly = household.members("wage", period) + household.members("pension", period)
        return household.sum(monthly * 12 + household.members("farm_year", period))


class eligible(Variable):
    value_type = bool
    entity = Household
    definition_period = MONTH
    label = "Income below the standard, deposits within the limit"

    def formula(household, period, parameters):
        limit = household("standard", period) * household.nb_persons()
        within = household("deposits", period) <= limit * parameters(period).deposit_months
        return (household("income", period) < limit * 12) * within


class supplement(Variable):
    value_type = int
    entity = Person
    definition_period = MONTH
    label = "The highest of the supplements, and that of disability"

    def formula(person, period, parameters):
        law = parameters(period)
        years = person("age", period)
        grade = person("disability_grade", period)
        severe = (grade >= 1) * (grade <= 2)
        adult = severe + person("seriously_ill", period) + (years >= law.elder_age)
        child = (years < law.school_age) + person("student", period)
        highest = numpy.where(child, law.supplement_child, adult * law.supplement_adult)
        return highest + (grade > 0) * law.supplement_disabled


class payment(Variable):
    value_type = int
    entity = Household
    definition_period = MONTH
    label = "What is paid in a month, in fen"

    def formula(household, period):
        limit = household("standard", period) * household.nb_persons() * 12
        # To the nearest fen first, then up to whole yuan, as the law's clerk does it.
        fen = ((limit - household("income", period)) * 2 + 12) // 24
        topup = -(-fen // 100) * 100
        supplements = household.sum(household.members("supplement", period))
        return household("eligible", period) * (topup + supplements)


def system():
    made = TaxBenefitSystem([Person, Household])
    made.parameters = ParameterNode("", data=PARAMETERS)
    made.add_variables(*INPUTS, age, standard, income, eligible, supplement, payment)
    return made


def main():
    households, months, out = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    size, home, inputs = population(households)
    builder = SimulationBuilder()
    builder.create_entities(tbs := system())
    builder.declare_person_entity("person", numpy.arange(len(home)))
    instance = builder.declare_entity("household", numpy.arange(households))
    builder.join_with_persons(instance, home, numpy.full(len(home), "member"))
    simulation = builder.build(tbs)
    for name, array in inputs.items():
        simulation.set_input(name, "ETERNITY", array)
    periods = [f"2020-{month:02}" for month in range(3, 3 + months)] if months <= 10 else [
        f"{2020 + (2 + n) // 12}-{(2 + n) % 12 + 1:02}" for n in range(months)]
    wall, cpu = time.perf_counter(), time.process_time()
    results = [simulation.calculate("payment", period) for period in periods]
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    numpy.concatenate(results).astype("<i8").tofile(out)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({
        "wall": wall, "cpu": cpu, "peak_mb": peak, "total_fen": int(sum(int(r.sum(dtype="i8")) for r in results)),
        "granted": int(sum(int((r > 0).sum()) for r in results)),
    }))


main()
