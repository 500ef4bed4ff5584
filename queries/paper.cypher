// Paper: what does a paper report, in which sentences?
// $paper: TidalFormer
MATCH (p:Paper)
WHERE p.arxiv_id = $paper OR p.id = 'paper/' + $paper OR toLower(p.title) CONTAINS toLower($paper)
WITH p
ORDER BY CASE WHEN p.arxiv_id = $paper OR p.id = 'paper/' + $paper THEN 0
              WHEN toLower(p.title) = toLower($paper) THEN 1 ELSE 2 END, p.id
LIMIT 1
MATCH (p)-[:REPORTS]->(r:Result)
OPTIONAL MATCH (r)-[:OF_METHOD]->(m:Method)
OPTIONAL MATCH (r)-[:ON_DATASET]->(d:Dataset)
OPTIONAL MATCH (r)-[:MEASURED_BY]->(k:Metric)
OPTIONAL MATCH (r)-[:COMPARED_WITH]->(o:Method)
RETURN p.title AS paper, coalesce(m.name, CASE WHEN r.ours THEN '(ours)' END) AS method, d.name AS dataset,
       k.name AS metric, r.kind AS kind, r.qualifier AS qualifier, r.value AS value, r.value_high AS value_high,
       r.unit AS unit, o.name AS versus, r.sentence AS sentence
ORDER BY r.field, r.start, r.id
