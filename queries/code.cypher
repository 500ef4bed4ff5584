// Code: which papers on a task come with code?
// $task: semantic segmentation
// $limit: 50
MATCH (t:Task)<-[:ADDRESSES]-(p:Paper)
WHERE toLower(t.name) CONTAINS toLower($task) OR any(alias IN t.aliases WHERE toLower(alias) CONTAINS toLower($task))
WITH p, t ORDER BY t.name, t.id
WITH p, collect(t.name) AS tasks
MATCH (p)-[:HAS_CODE]->(c:Repository)
WITH p, tasks, c ORDER BY c.url
WITH p, tasks, collect(c.url) AS code
OPTIONAL MATCH (p)-[:INTRODUCES]->(m:Method)
WITH p, tasks, code, m ORDER BY m.id
WITH p, tasks, code, collect(m.name) AS introduces
RETURN p.title AS paper, p.year AS year, tasks, introduces, code
ORDER BY coalesce(p.year, 0) DESC, p.id
LIMIT $limit
