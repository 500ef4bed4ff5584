// Improvements: which papers claim to beat a baseline, and by how much?
// $baseline: QuillBERT
// $limit: 50
MATCH (b:Method)
WHERE toLower(b.name) = toLower($baseline) OR any(alias IN b.aliases WHERE toLower(alias) = toLower($baseline))
WITH b ORDER BY CASE WHEN toLower(b.name) = toLower($baseline) THEN 0 ELSE 1 END, b.papers DESC, b.id LIMIT 1
MATCH (p:Paper)-[:REPORTS]->(r:Result {kind: 'delta'})-[:COMPARED_WITH]->(b)
WHERE r.value > 0
OPTIONAL MATCH (r)-[:OF_METHOD]->(m:Method)
OPTIONAL MATCH (r)-[:ON_DATASET]->(d:Dataset)
OPTIONAL MATCH (r)-[:MEASURED_BY]->(k:Metric)
RETURN coalesce(m.name, CASE WHEN r.ours THEN '(ours)' END) AS method, b.name AS baseline, r.value AS by,
       r.unit AS unit, k.name AS metric, d.name AS dataset, p.title AS paper, p.year AS year, r.sentence AS sentence
ORDER BY coalesce(p.year, 0) DESC, r.id
LIMIT $limit
