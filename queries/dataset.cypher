// Dataset: what is reported on a dataset, by metric?
// $dataset: ImageNet-1K
// $limit: 100
MATCH (d:Dataset)
WHERE toLower(d.name) = toLower($dataset) OR any(alias IN d.aliases WHERE toLower(alias) = toLower($dataset))
WITH d ORDER BY CASE WHEN toLower(d.name) = toLower($dataset) THEN 0 ELSE 1 END, d.papers DESC, d.id LIMIT 1
MATCH (p:Paper)-[:REPORTS]->(r:Result)-[:ON_DATASET]->(d)
OPTIONAL MATCH (r)-[:OF_METHOD]->(m:Method)
OPTIONAL MATCH (r)-[:MEASURED_BY]->(k:Metric)
OPTIONAL MATCH (r)-[:COMPARED_WITH]->(o:Method)
RETURN k.name AS metric, r.kind AS kind, coalesce(m.name, CASE WHEN r.ours THEN '(ours)' END) AS method,
       r.value AS value, r.unit AS unit, o.name AS versus, p.title AS paper, p.year AS year, r.sentence AS sentence
ORDER BY coalesce(k.id, '~'), r.kind, CASE WHEN k.direction = 'lower' THEN r.value ELSE -r.value END, r.id
LIMIT $limit
