// Method: which scores does a method reach, on which datasets?
// $method: LanternNet-B
// $limit: 100
MATCH (m:Method)
WHERE toLower(m.name) = toLower($method) OR any(alias IN m.aliases WHERE toLower(alias) = toLower($method))
WITH m ORDER BY CASE WHEN toLower(m.name) = toLower($method) THEN 0 ELSE 1 END, m.papers DESC, m.id LIMIT 1
MATCH (m)<-[:OF_METHOD]-(r:Result)-[:ON_DATASET]->(d:Dataset), (p:Paper)-[:REPORTS]->(r)
OPTIONAL MATCH (r)-[:MEASURED_BY]->(k:Metric)
OPTIONAL MATCH (r)-[:COMPARED_WITH]->(o:Method)
RETURN m.name AS method, d.name AS dataset, k.name AS metric, r.value AS value, r.unit AS unit, r.kind AS kind,
       o.name AS versus, p.title AS paper, p.year AS year, r.sentence AS sentence
ORDER BY d.id, coalesce(k.id, '~'), r.kind, r.id
LIMIT $limit
