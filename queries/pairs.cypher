// Pairs: which named methods stand together in most papers?
// $limit: 25
MATCH (a:Method {generic: false})<-[:INTRODUCES|USES|COMPARES_WITH]-(p:Paper)
      -[:INTRODUCES|USES|COMPARES_WITH]->(b:Method {generic: false})
WHERE a.id < b.id
WITH a, b, count(DISTINCT p) AS papers
RETURN a.name AS method, b.name AS other, papers
ORDER BY papers DESC, a.id, b.id
LIMIT $limit
