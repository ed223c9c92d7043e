//! `sikuai user`: people with a login, for the operator: the first administrator is made here.
//! A password is read from standard input where something is piped in; else one is made and
//! printed, once.

use std::io::{self, IsTerminal as _};

use actix_web::rt::System;
use clap::Subcommand;

use crate::app::App;
use crate::app::clock::Clock;
use crate::app::error::Error;
use crate::app::passwords;
use crate::app::people::{By, NewPassword, NewPerson};
use crate::cli::serve::say_new_key;
use crate::cli::{Failure, say};
use crate::config::Config;
use crate::domain::code::Coded as _;
use crate::domain::id::UserId;
use crate::domain::refusal::words;
use crate::domain::role::Role;

/// How many people are listed at a time.
const PAGE_PEOPLE: u32 = 200;

/// What can be done with people.
#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// 新增用户 Add a person.
    Add {
        /// 登录名 Login.
        login: String,
        /// 姓名 Name.
        #[arg(long)]
        name: String,
        /// 角色 Role: clerk, arbitrator, mediator, supervisor, report, inspector, admin.
        #[arg(long, value_parser = parse_role)]
        role: Role,
    },
    /// 设置密码 Set a password; the person's sessions end.
    Password {
        /// 登录名 Login.
        login: String,
    },
    /// 用户列表 List people.
    List,
    /// 停用用户 Deactivate a person.
    Deactivate {
        /// 登录名 Login.
        login: String,
    },
}

fn parse_role(text: &str) -> Result<Role, String> {
    let codes: Vec<&str> = Role::ROWS.iter().map(|(_, label)| label.code).collect();
    Role::from_code(text).ok_or_else(|| format!("应为 must be one of: {}", codes.join(", ")))
}

/// Runs one of the commands.
///
/// # Errors
/// Whatever the app says.
pub fn run(config: Config, command: &UserCommand) -> Result<(), Failure> {
    let app = App::open(config, Clock::System)?;
    say_new_key(&app);
    System::new().block_on(run_in(&app, command))
}

async fn run_in(app: &App, command: &UserCommand) -> Result<(), Failure> {
    let by = By::CommandLine;
    match command {
        UserCommand::Add { login, name, role } => {
            let password = Password::get()?;
            let (login, name) = (login.clone(), name.clone());
            let new = NewPerson { login, name, role: *role, password: password.text.clone() };
            let user = app.identity.add_person(by, new).await?.given;
            say::line(&format!("{} {}", user.login, user.role.code()));
            password.say();
        }
        UserCommand::Password { login } => {
            let user = person(app, login).await?;
            let password = Password::get()?;
            let new = NewPassword { user, current: None, password: password.text.clone() };
            app.identity.set_password(by, new).await?;
            password.say();
        }
        UserCommand::List => list(app).await?,
        UserCommand::Deactivate { login } => {
            let user = person(app, login).await?;
            app.identity.deactivate(by, user).await?;
        }
    }
    Ok(())
}

/// The person with a login.
async fn person(app: &App, login: &str) -> Result<UserId, Failure> {
    match app.identity.person_by_login(login.to_owned()).await {
        Ok(user) => Ok(user.id),
        Err(Error::NotFound) => Err(Failure::new(&words(
            format!("没有登录名为 {login} 的用户"),
            format!("nobody has the login {login}"),
        ))),
        Err(error) => Err(error.into()),
    }
}

async fn list(app: &App) -> Result<(), Error> {
    let mut after = None;
    loop {
        let people = app.identity.people(By::CommandLine, after, PAGE_PEOPLE).await?;
        let Some(last) = people.last() else { return Ok(()) };
        after = Some(last.login.clone());
        for user in people {
            let state = if user.active { "active" } else { "inactive" };
            say::line(&format!("{}\t{}\t{}\t{state}", user.login, user.role.code(), user.name));
        }
    }
}

/// A password, and whether it was made here and so must be told.
struct Password {
    text: String,
    made: bool,
}

impl Password {
    fn get() -> Result<Password, Error> {
        let mut text = String::new();
        if !io::stdin().is_terminal() {
            io::stdin().read_line(&mut text).map_err(|error| Error::Broken(error.to_string()))?;
        }
        let text = text.trim_end_matches(['\r', '\n']).to_owned();
        if text.is_empty() {
            return Ok(Password { text: passwords::generate(), made: true });
        }
        Ok(Password { text, made: false })
    }

    fn say(&self) {
        if self.made {
            say::line(&format!("密码（仅显示一次） password, shown once: {}", self.text));
        }
    }
}
