//! `sikuai key`: how the keys of the key file stand, and changing them, for the operator.

use clap::Subcommand;

use crate::app::App;
use crate::app::clock::Clock;
use crate::app::key_rotation::Rotated;
use crate::app::key_standing::{KeyKind, KeyPart, KeyStanding};
use crate::cli::serve::say_new_key;
use crate::cli::{Failure, say};
use crate::config::Config;
use crate::domain::refusal::words;

/// What can be done with the keys.
#[derive(Debug, Clone, Copy, Subcommand)]
pub enum KeyCommand {
    /// 密钥状态 How every key stands, and how much needs it.
    Status,
    /// 预备新密钥 Put a key into the file that seals nothing yet, to copy the file to other instances first.
    Prepare,
    /// 轮换密钥 Seal everything again with a new key, or finish what was broken off.
    Rotate {
        /// 检索密钥 The key by which people are found, instead of the master key.
        #[arg(long)]
        index: bool,
    },
    /// 停用旧密钥 Drop every key that nothing needs; keep the old file with the backups of before.
    Retire,
}

/// Runs one of the commands.
///
/// # Errors
/// Whatever the app says; rows that could not be sealed again.
pub fn run(config: Config, command: KeyCommand) -> Result<(), Failure> {
    let app = App::open(config, Clock::System)?;
    say_new_key(&app);
    match command {
        KeyCommand::Status => {
            say::line("密钥 key\t种类 kind\t状态 state\t用量 items that need it");
            for key in app.register.key_standings()? {
                say::line(&standing(&key));
            }
            Ok(())
        }
        KeyCommand::Prepare => {
            let id = app.register.prepare_key()?;
            say::line(&format!(
                "已预备密钥，请将密钥文件复制到其他实例后再轮换 prepared, copy the key file to the other instances and \
                 then rotate: {id}"
            ));
            Ok(())
        }
        KeyCommand::Rotate { index } => {
            let progress = |rows| say::line(&format!("已重新加密 sealed again: {rows}"));
            let rotated =
                if index { app.register.rotate_index()? } else { app.register.rotate_master(progress)? };
            say_rotated(&rotated)
        }
        KeyCommand::Retire => {
            let retired = app.register.retire_keys()?;
            if retired.is_empty() {
                say::line(
                    "没有可停用的密钥：旧密钥仍有内容需要，或没有旧密钥 no key to retire: there is no older one, or it \
                     is still needed (sikuai key status)",
                );
            }
            for id in retired {
                say::line(&format!("已停用 retired: {id}"));
            }
            Ok(())
        }
    }
}

fn standing(key: &KeyStanding) -> String {
    let kind = match key.kind {
        KeyKind::Master => "主密钥 master",
        KeyKind::Index => "检索密钥 index",
    };
    let part = match key.part {
        KeyPart::InUse => "使用中 in use",
        KeyPart::Spare => "预备 spare",
        KeyPart::Older => "旧 older",
    };
    let missing = if key.in_file { "" } else { "\t密钥文件中没有 not in the key file" };
    format!("{}\t{kind}\t{part}\t{}{missing}", key.id, key.uses)
}

fn say_rotated(rotated: &Rotated) -> Result<(), Failure> {
    let Rotated { key, rows, signing_keys, answers, checks, altered } = rotated;
    let all = rows + signing_keys + answers + checks;
    for what in altered {
        say::line(what);
    }
    say::line(&format!(
        "现用密钥 {key}：共 {all} 项，其中个人信息 {rows} 项，签名密钥 {signing_keys} 个，答复 {answers} 项，核对值 {checks} \
         项；请重新备份密钥文件 now in use: {all} items, of them {rows} sealed rows, {signing_keys} signing keys, \
         {answers} answers, {checks} check values; keep a new copy of the key file"
    ));
    match altered.len() {
        0 => Ok(()),
        count => Err(Failure::new(&words(
            format!("{count}项不可解，仍由旧密钥封存"),
            format!("{count} do not open, and stay under their old keys"),
        ))),
    }
}
