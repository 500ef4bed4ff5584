// Co-authors: with whom has an author written, and what?
// $author: Wilmet Harrowgate
// $limit: 50
MATCH (a:Author)<-[:AUTHORED_BY]-(p:Paper)-[:AUTHORED_BY]->(b:Author)
WHERE toLower(a.name) = toLower($author) AND b.id <> a.id
WITH b, p ORDER BY p.id
WITH b, collect(p.title) AS titles
RETURN b.name AS author, size(titles) AS papers, titles
ORDER BY papers DESC, b.id
LIMIT $limit
