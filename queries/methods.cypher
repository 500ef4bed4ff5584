// Methods: which named methods are introduced, used and compared with most?
// $limit: 25
MATCH (m:Method {generic: false})
WITH m, COUNT { (m)<-[:INTRODUCES]-(:Paper) } AS introduced, COUNT { (m)<-[:USES]-(:Paper) } AS used,
     COUNT { (m)<-[:COMPARES_WITH]-(:Paper) } AS compared
RETURN m.name AS method, introduced, used, compared, introduced + used + compared AS papers
ORDER BY papers DESC, m.id
LIMIT $limit
