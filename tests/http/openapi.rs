//! What is published: the document agrees with itself and with the routes, and its page loads
//! nothing from elsewhere.

use crate::support::server::TestServer;
use jsonschema::Validator;
use serde_json::Value;
use sikuai::domain::code::Coded as _;
use sikuai::domain::schedule::HearingStatus;
use sikuai::http::openapi;

fn operations() -> Vec<(String, String, Value)> {
    let paths = openapi::published()["paths"].as_object().unwrap();
    paths
        .iter()
        .flat_map(|(path, item)| {
            let operations = item.as_object().unwrap().iter();
            operations
                .map(move |(method, operation)| (method.to_uppercase(), path.clone(), operation.clone()))
        })
        .collect()
}

#[test]
fn the_document_is_served_as_the_program_prints_it() {
    let server = TestServer::start();
    let reply = server.get(openapi::DOCUMENT_PATH).send();
    assert_eq!(reply.status, 200);
    assert_eq!(&reply.json(), openapi::published());
    assert!(reply.json()["openapi"].as_str().unwrap().starts_with("3.1"));
}

/// A list of codes is published as a pattern: of every code, and of nothing else.
#[test]
fn the_pattern_of_the_statuses_of_hearings_is_that_of_their_codes() {
    let parameters = &openapi::published()["paths"]["/api/v1/hearings"]["get"]["parameters"];
    let status =
        parameters.as_array().unwrap().iter().find(|parameter| parameter["name"] == "status").unwrap();
    let schema = jsonschema::draft202012::new(&status["schema"]).unwrap();
    let codes: Vec<&str> = HearingStatus::ROWS.iter().map(|(_, label)| label.code).collect();
    assert!(schema.is_valid(&codes.join(",").into()), "{status}");
    assert!(codes.iter().all(|code| schema.is_valid(&(*code).into())), "{status}");
    assert!(
        !["", "lost", "open,", "open,lost"].into_iter().any(|other| schema.is_valid(&other.into())),
        "{status}"
    );
}

#[test]
fn every_published_operation_is_routed_and_closed_unless_it_says_so() {
    let server = TestServer::start();
    let all = operations();
    assert!(all.len() >= 10, "{}", all.len());
    for (method, path, operation) in all {
        let path = path.replace("{id}", "00000000-0000-7000-8000-000000000000");
        let reply = server.call(&method, &path).send();
        assert!(reply.status != 405, "{method} {path}");
        let open = operation["security"] == serde_json::json!([]);
        assert_eq!(reply.status == 401, !open, "{method} {path} {reply:?}");
    }
}

#[test]
fn every_operation_says_its_problems() {
    for (method, path, operation) in operations() {
        let answers = operation["responses"].as_object().unwrap();
        let mut expected = vec!["400", "500"];
        if operation["requestBody"].is_object() {
            expected.extend(["413", "415"]);
        }
        if path.contains('{') {
            expected.push("404");
        }
        for status in expected {
            let schema = &answers[status]["content"]["application/problem+json"]["schema"]["$ref"];
            assert_eq!(schema, "#/components/schemas/Problem", "{method} {path} {status}");
        }
    }
}

#[test]
fn every_schema_compiles_and_bodies_are_closed() {
    let document = openapi::published();
    let schemas = document["components"]["schemas"].as_object().unwrap();
    for name in schemas.keys() {
        let schema = serde_json::json!({ "$ref": format!("#/components/schemas/{name}"),
            "components": document["components"] });
        let compiled: Result<Validator, _> = jsonschema::draft202012::new(&schema);
        assert!(compiled.is_ok(), "{name}: {:?}", compiled.err());
    }
    for (method, path, operation) in operations() {
        let body = &operation["requestBody"]["content"]["application/json"]["schema"]["$ref"];
        if let Some(name) = body.as_str().and_then(|reference| reference.rsplit('/').next()) {
            // A body of several shapes is closed when each of them is.
            let whole = vec![schemas[name].clone()];
            for shape in schemas[name]["oneOf"].as_array().unwrap_or(&whole) {
                let named = shape["$ref"].as_str().and_then(|reference| reference.rsplit('/').next());
                let shape = named.map_or(shape, |named| &schemas[named]);
                assert_eq!(shape["additionalProperties"], Value::Bool(false), "{method} {path}");
            }
        }
    }
}

#[test]
fn the_page_has_no_inline_script_and_a_policy_that_lets_it_work() {
    let server = TestServer::start();
    let redirect = server.get("/docs").send();
    assert_eq!((redirect.status, redirect.header("location")), (308, "/docs/"));
    let page = server.get("/docs/").send();
    assert_eq!(page.status, 200);
    assert!(page.header("content-type").starts_with("text/html"));
    assert!(!page.text.contains("http://") && !page.text.contains("https://"), "{}", page.text);
    for script in page.text.split("<script").skip(1) {
        let (tag, rest) = script.split_once('>').unwrap();
        let (inline, _) = rest.split_once("</script>").unwrap();
        assert!(tag.contains("src=\"./") && inline.trim().is_empty(), "{script}");
    }
    assert!(!page.text.contains("<style"), "{}", page.text);
    let policy = page.header("content-security-policy");
    assert!(policy.contains("script-src 'self';") && !policy.contains("unsafe"), "{policy}");
    let start = server.get("/docs/swagger-initializer.js").send();
    assert!(start.text.contains(openapi::DOCUMENT_PATH), "{}", start.text);
    assert!(!start.text.contains("petstore"), "{}", start.text);
}

/// Two types of one name would be published as one: each published type has a name of its own.
#[test]
fn no_two_published_types_share_a_name() {
    let mut names: Vec<String> = Vec::new();
    let mut folders = vec![std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                names.extend(published_types(&std::fs::read_to_string(path).unwrap()));
            }
        }
    }
    assert!(names.len() > 100, "{names:?}");
    names.sort_unstable();
    let twice: Vec<_> = names.windows(2).filter(|pair| pair[0] == pair[1]).collect();
    assert!(twice.is_empty(), "{twice:?}");
}

/// The names under which a file's types are published.
fn published_types(source: &str) -> Vec<String> {
    let mut names = Vec::new();
    let (mut is_published, mut other_name) = (false, None);
    for line in source.lines() {
        if line.starts_with("#[derive(") {
            (is_published, other_name) = (line.contains("ToSchema"), None);
        } else if let Some(name) = line.strip_prefix("#[schema(as = ") {
            other_name = name.strip_suffix(")]").map(str::to_owned);
        } else if let Some(item) = line.strip_prefix("pub struct ").or(line.strip_prefix("pub enum "))
            && is_published
        {
            let name = item.split(|c: char| !c.is_alphanumeric()).next().unwrap().to_owned();
            names.push(other_name.take().unwrap_or(name));
            is_published = false;
        }
    }
    names
}

/// An example that does not fit its own schema would mislead whoever copies it.
#[test]
fn every_example_of_an_answer_is_one_that_its_schema_allows() {
    let mut found = 0;
    for (method, path, operation) in operations() {
        for (status, answer) in operation["responses"].as_object().unwrap() {
            let Some(content) = answer["content"]["application/json"].as_object() else { continue };
            let Some(example) = content.get("example") else { continue };
            let mut schema = content["schema"].clone();
            schema["components"] = openapi::published()["components"].clone();
            let schema = jsonschema::draft202012::new(&schema).unwrap();
            let wrong: Vec<String> = schema.iter_errors(example).map(|error| error.to_string()).collect();
            assert!(wrong.is_empty(), "{method} {path} {status}: {wrong:?}");
            found += 1;
        }
    }
    assert!(found >= 3, "{found}");
}
