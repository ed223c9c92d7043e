//! Who is meant in the form of an act (表单中的人员): where many work in the office, a name or a login is typed, and becomes the id of
//! the one who is meant. Not here: whether they may be meant; the act says that.

use uuid::Uuid;

use crate::app::App;
use crate::app::error::{Error, Violation, at};
use crate::app::people::User;
use crate::domain::permission::{Operation, Permit, permit};
use crate::domain::refusal::words;
use crate::domain::role::Role;
use crate::http::pages::act_form::reading::shape_at;
use crate::http::pages::act_form::shape::{Member, Shape, Thing};
use crate::http::pages::posted::Posted;
use crate::http::pages::visitor::Visitor;
use crate::http::pages::which_person::{ALIKE_MAX, TYPED_CHARS_MAX};

/// The form with ids in the place of names and logins, and every one that names nobody, or several.
///
/// # Errors
/// That the database does not answer.
pub(super) async fn identified(
    app: &App,
    visitor: &Visitor,
    (members, form): (&[Member], &Posted),
    roles: &[Role],
) -> Result<(Posted, Vec<Violation>), Error> {
    let (mut fields, mut wrong) = (Vec::new(), Vec::new());
    for (name, typed) in form.fields() {
        let is_person = name.strip_prefix('/').and_then(|rest| shape_at(members, rest))
            == Some(&Shape::Of(Thing::Person));
        let is_open = is_person && !typed.trim().is_empty() && Uuid::try_parse(typed.trim()).is_err();
        let given =
            if is_open { who(app, visitor, (typed.trim(), roles)).await? } else { Ok(typed.to_owned()) };
        let value = given.unwrap_or_else(|(code, zh, en)| {
            wrong.push(at(name, code, words(zh, en)));
            String::new()
        });
        fields.push((name.to_owned(), value));
    }
    Ok((form.with(fields), wrong))
}

/// The id of whoever is meant; or why nobody is: the code, and what is said in Chinese and English.
async fn who(
    app: &App,
    visitor: &Visitor,
    (typed, roles): (&str, &[Role]),
) -> Result<Result<String, (&'static str, String, String)>, Error> {
    if permit(visitor.actor.role, Operation::ReadStaff) == Permit::No {
        return Ok(Ok(typed.to_owned()));
    }
    let typed: String = typed.chars().take(TYPED_CHARS_MAX).collect();
    let found = app.identity.called(&visitor.actor, typed.clone(), ALIKE_MAX).await?;
    let here: Vec<&User> = found.iter().filter(|user| user.active).collect();
    // Who could not be chosen from a list is not taken for one who could; alone they are named, and the act says why not.
    let fit: Vec<&User> = here.iter().copied().filter(|user| roles.contains(&user.role)).collect();
    let meant = if fit.is_empty() { here } else { fit };
    Ok(match meant.as_slice() {
        [one] => Ok(one.id.to_string()),
        [] => Err((
            "unknown_person",
            format!("没有姓名或者登录名以“{typed}”开头的在岗人员"),
            format!("Nobody who works here has a name or a login that begins with “{typed}”."),
        )),
        several => {
            let named = |apart: &str, (open, close): (&str, &str)| {
                let each = several.iter().map(|user| format!("{}{open}{}{close}", user.name, user.login));
                each.collect::<Vec<_>>().join(apart)
            };
            Err((
                "several_people",
                format!("不止一人，请填登录名：{}", named("、", ("（", "）"))),
                format!("Several people; type the login: {}", named(", ", (" (", ")"))),
            ))
        }
    })
}
