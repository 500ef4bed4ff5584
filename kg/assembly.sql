-- Facts become the tables of the graph. The views papers, mentions, results and authors hold the facts; the tables
-- metric (key, direction, family) and listed (label, key) what the word lists say.
--
-- A form is what a paper calls an entity: the key (slug) of its name and, where the paper spells it out, behind a
-- space the key of the long form. Forms with one identity are one entity: the long form if there is one, else the
-- name. A bare name is the long form of that spelling if there is one; else, unless a word list has it, the only
-- long form that any paper gives it; else it stands for itself.

CREATE OR REPLACE TABLE surface AS
SELECT label, form, name, regexp_replace(text, '\s+', ' ', 'g') AS text,
    regexp_replace(long_form, '\s+', ' ', 'g') AS long_form,
    count(*) AS mentions, count_if(generic) AS generic
FROM mentions
GROUP BY ALL;

-- Plurals and hyphens do not make another long form.
CREATE OR REPLACE MACRO folded(long) AS
    replace(regexp_replace(regexp_replace(long, 'ies$', 'y'), '([^siu])s$', '\1'), '-', '');

CREATE OR REPLACE TABLE identity AS
WITH forms AS (
    SELECT DISTINCT label, form,
        CASE label WHEN 'Repository' THEN form ELSE split_part(form, ' ', 1) END AS key,
        CASE label WHEN 'Repository' THEN '' ELSE split_part(form, ' ', 2) END AS long
    FROM surface
), longs AS (
    SELECT label, folded(long) AS sense, min(long) AS long FROM forms WHERE long <> '' GROUP BY ALL
), spelt AS (
    SELECT label, key, min(folded(long)) AS sense
    FROM forms WHERE long <> '' GROUP BY label, key HAVING count(DISTINCT folded(long)) = 1
), senses AS (
    SELECT label, form, key, CASE WHEN forms.long <> '' THEN folded(forms.long)
        WHEN itself.sense IS NOT NULL OR listed.key IS NOT NULL THEN folded(key)
        ELSE coalesce(spelt.sense, folded(key)) END AS sense
    FROM forms LEFT JOIN listed USING (label, key) LEFT JOIN spelt USING (label, key)
    LEFT JOIN longs AS itself ON (itself.label, itself.sense) = (forms.label, folded(key))
)
SELECT label, form, key, coalesce(longs.long, key) AS identity
FROM senses LEFT JOIN longs USING (label, sense);

-- An id is the key of the entity's name; where others have a claim to that too, the long form follows. A slug never
-- holds two dashes, so that no two ids can fall together.
CREATE OR REPLACE TABLE entity AS
WITH spelling AS (
    SELECT label, identity, key, name, sum(mentions) AS mentions
    FROM surface JOIN identity USING (label, form) GROUP BY ALL
), best AS (
    SELECT label, identity, key, name
    FROM spelling
    QUALIFY row_number() OVER (PARTITION BY label, identity ORDER BY mentions DESC, length(name), name) = 1
), summary AS (
    SELECT label, identity, 2 * sum(generic) > sum(mentions) AS generic,
        list_sort(list_distinct(flatten(list([name, text, long_form])))) AS names
    FROM surface JOIN identity USING (label, form) GROUP BY ALL
)
SELECT label, identity, name, generic, list_filter(names, lambda other: other <> name) AS aliases,
    CASE label WHEN 'Repository' THEN 'repo' ELSE lower(label) END || '/' || CASE
        WHEN key = identity OR count(*) OVER (PARTITION BY label, key) = 1 THEN key
        ELSE key || '--' || identity END AS id
FROM best JOIN summary USING (label, identity);

CREATE OR REPLACE TABLE form AS
SELECT label, form, id FROM identity JOIN entity USING (label, identity);

CREATE OR REPLACE TABLE sighting AS
SELECT label, 'paper/' || paper AS paper, form.id,
    max(CASE role WHEN 'introduced' THEN 3 WHEN 'compared' THEN 2 ELSE 1 END) AS role
FROM mentions JOIN form USING (label, form)
GROUP BY ALL;

CREATE OR REPLACE TABLE named AS
SELECT label, id, name, aliases, generic, papers
FROM entity JOIN (SELECT id, count(*) AS papers FROM sighting GROUP BY id) USING (id);

-- nodes/Paper
SELECT * EXCLUDE (authors, code) REPLACE ('paper/' || id AS id), try_cast(left(published, 4) AS BIGINT) AS year
FROM papers

-- nodes/Author
SELECT 'author/' || key AS id, name
FROM (SELECT key, name, count(*) AS times FROM authors GROUP BY ALL)
QUALIFY row_number() OVER (PARTITION BY key ORDER BY times DESC, length(name), name) = 1

-- nodes/Method
SELECT id, name, aliases, generic, papers FROM named WHERE label = 'Method'

-- nodes/Dataset
SELECT id, name, aliases, papers FROM named WHERE label = 'Dataset'

-- nodes/Metric
SELECT id, name, aliases, papers, direction, family
FROM named LEFT JOIN metric ON id = 'metric/' || key
WHERE label = 'Metric'

-- nodes/Task
SELECT id, name, aliases, papers FROM named WHERE label = 'Task'

-- nodes/Repository
SELECT id, 'https://' || name AS url, split_part(name, '/', 1) AS host,
    coalesce(nullif(substr(name, length(host) + 2), ''), host) AS name
FROM named WHERE label = 'Repository'

-- nodes/Result
SELECT * EXCLUDE (paper, method, dataset, metric, task, versus,
    method_form, dataset_form, metric_form, task_form, versus_form)
FROM results

-- nodes/Mention
SELECT * EXCLUDE (paper, label, name, generic, long_form, form) FROM mentions

-- relationships/AUTHORED_BY
SELECT 'Paper' AS start_label, 'paper/' || paper AS start, 'Author' AS end_label, 'author/' || key AS "end",
    min(position) AS position
FROM authors
GROUP BY ALL

-- relationships/INTRODUCES
SELECT 'Paper' AS start_label, paper AS start, label AS end_label, id AS "end"
FROM sighting WHERE label IN ('Method', 'Dataset') AND role = 3

-- relationships/COMPARES_WITH
SELECT 'Paper' AS start_label, paper AS start, label AS end_label, id AS "end"
FROM sighting WHERE label = 'Method' AND role = 2

-- relationships/USES
SELECT 'Paper' AS start_label, paper AS start, label AS end_label, id AS "end"
FROM sighting WHERE label = 'Method' AND role = 1

-- relationships/EVALUATES_ON
SELECT 'Paper' AS start_label, paper AS start, label AS end_label, id AS "end"
FROM sighting WHERE label = 'Dataset' AND role < 3

-- relationships/MEASURES
SELECT 'Paper' AS start_label, paper AS start, label AS end_label, id AS "end"
FROM sighting WHERE label = 'Metric'

-- relationships/ADDRESSES
SELECT 'Paper' AS start_label, paper AS start, label AS end_label, id AS "end"
FROM sighting WHERE label = 'Task'

-- relationships/HAS_CODE
SELECT 'Paper' AS start_label, paper AS start, label AS end_label, id AS "end"
FROM sighting WHERE label = 'Repository'

-- relationships/REPORTS
SELECT 'Paper' AS start_label, 'paper/' || paper AS start, 'Result' AS end_label, id AS "end" FROM results

-- relationships/OF_METHOD
SELECT 'Result' AS start_label, results.id AS start, label AS end_label, form.id AS "end"
FROM results JOIN form ON label = 'Method' AND form = method_form

-- relationships/ON_DATASET
SELECT 'Result' AS start_label, results.id AS start, label AS end_label, form.id AS "end"
FROM results JOIN form ON label = 'Dataset' AND form = dataset_form

-- relationships/MEASURED_BY
SELECT 'Result' AS start_label, results.id AS start, label AS end_label, form.id AS "end"
FROM results JOIN form ON label = 'Metric' AND form = metric_form

-- relationships/FOR_TASK
SELECT 'Result' AS start_label, results.id AS start, label AS end_label, form.id AS "end"
FROM results JOIN form ON label = 'Task' AND form = task_form

-- relationships/COMPARED_WITH
SELECT 'Result' AS start_label, results.id AS start, label AS end_label, form.id AS "end"
FROM results JOIN form ON label = 'Method' AND form = versus_form

-- relationships/IN
SELECT 'Mention' AS start_label, id AS start, 'Paper' AS end_label, 'paper/' || paper AS "end" FROM mentions

-- relationships/OF
SELECT 'Mention' AS start_label, mentions.id AS start, label AS end_label, form.id AS "end"
FROM mentions JOIN form USING (label, form)

-- relationships/EVALUATED_ON
WITH claim AS (
    SELECT a.id AS method, b.id AS dataset, c.id AS metric, kind, CAST(value AS DOUBLE) AS value,
        -- Where others write 87.8 %, a bare 0.878 ranks as the same.
        CAST(value AS DOUBLE) * CASE WHEN unit IS NULL AND CAST(value AS DOUBLE) <= 1
            AND bool_or(unit = '%' AND kind = 'absolute') OVER (PARTITION BY b.id, c.id) THEN 100 ELSE 1 END AS height
    FROM results
    JOIN form AS a ON a.label = 'Method' AND a.form = method_form
    JOIN form AS b ON b.label = 'Dataset' AND b.form = dataset_form
    LEFT JOIN form AS c ON c.label = 'Metric' AND c.form = metric_form
), best AS (
    SELECT method, dataset, id, name,
        CASE any_value(direction) WHEN 'lower' THEN arg_min(value, height) ELSE arg_max(value, height) END AS value
    FROM claim JOIN named ON label = 'Metric' AND id = metric LEFT JOIN metric AS known ON id = 'metric/' || key
    WHERE kind = 'absolute'
    GROUP BY ALL
), bests AS (
    SELECT method, dataset, list(name ORDER BY name, id) AS metrics, list(value ORDER BY name, id) AS best
    FROM best GROUP BY ALL
), pair AS (
    SELECT method, dataset, count(*) AS results FROM claim GROUP BY ALL
)
SELECT 'Method' AS start_label, method AS start, 'Dataset' AS end_label, dataset AS "end", results,
    coalesce(metrics, []) AS metrics, coalesce(best, []) AS best
FROM pair LEFT JOIN bests USING (method, dataset)
