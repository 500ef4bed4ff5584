// Datasets: which datasets do most papers use?
// $limit: 25
MATCH (d:Dataset)<-[:EVALUATES_ON|INTRODUCES]-(p:Paper)
WITH d, count(DISTINCT p) AS papers
OPTIONAL MATCH (d)<-[:ON_DATASET]-(r:Result)
WITH d, papers, count(r) AS results
OPTIONAL MATCH (d)<-[:INTRODUCES]-(q:Paper)
WITH d, papers, results, min(q.title) AS introduced_by
RETURN d.name AS dataset, papers, results, introduced_by
ORDER BY papers DESC, results DESC, d.id
LIMIT $limit
