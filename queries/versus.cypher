// Versus: which methods is a method compared with, and who wins by how much?
// $method: LanternNet-B
// $limit: 50
MATCH (m:Method)
WHERE toLower(m.name) = toLower($method) OR any(alias IN m.aliases WHERE toLower(alias) = toLower($method))
WITH m ORDER BY CASE WHEN toLower(m.name) = toLower($method) THEN 0 ELSE 1 END, m.papers DESC, m.id LIMIT 1
CALL (m) {
  // Stated differences.
  MATCH (m)<-[:OF_METHOD]-(r:Result {kind: 'delta'})-[:COMPARED_WITH]->(o:Method)
  WHERE o.id <> m.id
  RETURN r, o.id AS other, o.name AS opponent, r.value AS lead
  UNION ALL
  MATCH (m)<-[:COMPARED_WITH]-(r:Result {kind: 'delta'})
  OPTIONAL MATCH (r)-[:OF_METHOD]->(o:Method)
  WITH m, r, o WHERE o.id IS NULL OR o.id <> m.id
  RETURN r, coalesce(o.id, '') AS other, coalesce(o.name, '(ours)') AS opponent, -r.value AS lead
  UNION ALL
  // Two scores that one paper gives for one dataset and metric in one unit.
  MATCH (m)<-[:OF_METHOD]-(r:Result {kind: 'absolute'})<-[:REPORTS]-(:Paper)-[:REPORTS]->(s:Result {kind: 'absolute'}),
        (r)-[:ON_DATASET]->(:Dataset)<-[:ON_DATASET]-(s), (r)-[:MEASURED_BY]->(k:Metric)<-[:MEASURED_BY]-(s),
        (s)-[:OF_METHOD]->(o:Method)
  WHERE o.id <> m.id AND coalesce(r.unit, '') = coalesce(s.unit, '') AND k.direction IS NOT NULL
  RETURN r, o.id AS other, o.name AS opponent,
         CASE WHEN k.direction = 'lower' THEN s.value - r.value ELSE r.value - s.value END AS lead
}
MATCH (p:Paper)-[:REPORTS]->(r)
OPTIONAL MATCH (r)-[:MEASURED_BY]->(k:Metric)
OPTIONAL MATCH (r)-[:ON_DATASET]->(d:Dataset)
RETURN opponent, CASE WHEN lead > 0 THEN m.name WHEN lead < 0 THEN opponent END AS winner,
       round(abs(lead) * 1000000) / 1000000 AS by, r.unit AS unit, r.kind AS kind, k.name AS metric,
       d.name AS dataset, p.title AS paper, p.year AS year, r.sentence AS sentence
ORDER BY other, r.id, lead
LIMIT $limit
