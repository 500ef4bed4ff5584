// Metrics: which metrics are used with a dataset, and what is the best value?
// $dataset: ImageNet-1K
MATCH (d:Dataset)
WHERE toLower(d.name) = toLower($dataset) OR any(alias IN d.aliases WHERE toLower(alias) = toLower($dataset))
WITH d ORDER BY CASE WHEN toLower(d.name) = toLower($dataset) THEN 0 ELSE 1 END, d.papers DESC, d.id LIMIT 1
MATCH (p:Paper)-[:REPORTS]->(r:Result)-[:ON_DATASET]->(d), (r)-[:MEASURED_BY]->(k:Metric)
WITH k, count(r) AS results, count(DISTINCT p) AS papers,
     min(CASE WHEN r.kind = 'absolute' THEN r.value END) AS lowest,
     max(CASE WHEN r.kind = 'absolute' THEN r.value END) AS highest
RETURN k.name AS metric, k.direction AS better, papers, results,
       CASE WHEN k.direction = 'lower' THEN lowest ELSE highest END AS best
ORDER BY papers DESC, results DESC, k.id
