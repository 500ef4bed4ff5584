// Leaderboard: which methods report the best value of a metric on a dataset?
// $dataset: ImageNet-1K
// $metric: top-1 accuracy
// $limit: 20
MATCH (d:Dataset)
WHERE toLower(d.name) = toLower($dataset) OR any(alias IN d.aliases WHERE toLower(alias) = toLower($dataset))
WITH d ORDER BY CASE WHEN toLower(d.name) = toLower($dataset) THEN 0 ELSE 1 END, d.papers DESC, d.id LIMIT 1
MATCH (k:Metric)
WHERE toLower(k.name) = toLower($metric) OR any(alias IN k.aliases WHERE toLower(alias) = toLower($metric))
WITH d, k ORDER BY CASE WHEN toLower(k.name) = toLower($metric) THEN 0 ELSE 1 END, k.papers DESC, k.id LIMIT 1
// Where others write 87.8 %, a bare 0.878 ranks as the same.
WITH d, k, COUNT { (d)<-[:ON_DATASET]-(:Result {unit: '%'})-[:MEASURED_BY]->(k) } AS percentages
MATCH (p:Paper)-[:REPORTS]->(r:Result {kind: 'absolute'})-[:ON_DATASET]->(d), (r)-[:MEASURED_BY]->(k)
OPTIONAL MATCH (r)-[:OF_METHOD]->(m:Method)
OPTIONAL MATCH (p)-[:HAS_CODE]->(c:Repository)
WITH k, p, r, m, c, CASE WHEN percentages > 0 AND r.unit IS NULL AND r.value <= 1 THEN 100 ELSE 1 END AS scale
ORDER BY c.url
WITH k, p, r, m, scale * r.value AS height, collect(c.url) AS urls
RETURN coalesce(m.name, CASE WHEN r.ours THEN '(ours)' END) AS method, r.value AS value, r.unit AS unit,
       r.setting AS setting, p.title AS paper, p.year AS year, head(urls) AS code, r.sentence AS sentence
ORDER BY CASE WHEN k.direction = 'lower' THEN height ELSE -height END, r.id
LIMIT $limit
