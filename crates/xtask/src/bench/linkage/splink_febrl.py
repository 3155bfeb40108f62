"""Splink on a FEBRL set, with the model that its documentation builds for them:
splink_febrl.py OUT FILE (dedupe) or splink_febrl.py OUT LEFT RIGHT (link)."""

import json
import logging
import sys
import time

import duckdb
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

logging.disable(logging.WARNING)
out, files = sys.argv[1], sys.argv[2:]
link = len(files) == 2
start = time.perf_counter()
connection = duckdb.connect()
connection.execute("SET threads = 2")
for at, file in enumerate(files):
    connection.execute(
        f"""CREATE TABLE t{at} AS SELECT rec_id AS unique_id,
        nullif(trim(given_name), '') AS given_name, nullif(trim(surname), '') AS surname,
        nullif(trim(street_number), '') AS street_number,
        nullif(trim(address_1), '') AS address_1, nullif(trim(suburb), '') AS suburb,
        nullif(trim(postcode), '') AS postcode, nullif(trim(state), '') AS state,
        nullif(trim(date_of_birth), '') AS date_of_birth,
        nullif(trim(soc_sec_id), '') AS soc_sec_id
        FROM read_csv('{file}', all_varchar = true, header = true)"""
    )
rules = [
    block_on("given_name", "surname"),
    block_on("soc_sec_id"),
    block_on("postcode", "date_of_birth"),
    block_on("given_name", "date_of_birth"),
    block_on("surname", "date_of_birth"),
    block_on("given_name", "postcode"),
    block_on("surname", "postcode"),
    block_on("date_of_birth"),
    block_on("address_1", "suburb"),
]
settings = SettingsCreator(
    link_type="link_only" if link else "dedupe_only",
    blocking_rules_to_generate_predictions=rules,
    comparisons=[
        cl.NameComparison("given_name").configure(term_frequency_adjustments=True),
        cl.NameComparison("surname").configure(term_frequency_adjustments=True),
        cl.DamerauLevenshteinAtThresholds("date_of_birth", [1, 2]),
        cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
        cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
        cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]).configure(
            term_frequency_adjustments=True
        ),
        cl.JaroWinklerAtThresholds("address_1", [0.9, 0.7]),
        cl.JaroWinklerAtThresholds("suburb", [0.9, 0.7]),
    ],
    retain_intermediate_calculation_columns=False,
)
api = DuckDBAPI(connection=connection)
tables = [api.register(f"t{at}") for at in range(len(files))]
linker = Linker(tables if link else tables[0], settings)
training = linker.training
training.estimate_probability_two_random_records_match(
    [block_on("soc_sec_id"), block_on("given_name", "surname", "date_of_birth")], recall=0.9
)
training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
for rule in (
    block_on("date_of_birth"),
    block_on("given_name", "surname"),
    block_on("postcode"),
):
    training.estimate_parameters_using_expectation_maximisation(rule)
found = linker.inference.predict(threshold_match_probability=0.5)
if link:
    query = f"""SELECT unique_id_l AS left_id, unique_id_r AS right_id,
        match_probability AS probability FROM {found.physical_name}"""
else:
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(
        found, threshold_match_probability=0.5
    )
    query = f"SELECT unique_id AS id, cluster_id AS cluster FROM {clusters.physical_name}"
connection.execute(f"COPY ({query}) TO '{out}' (HEADER, DELIMITER ',')")
print(json.dumps({"all": round(time.perf_counter() - start, 3)}))
