//! Which font stands for which face, and what is said where there is none.

use std::path::{Path, PathBuf};

use sikuai::documents::pdf::Fonts;

use super::{FREE_SERIF, Pdf, WQY, body, paper, wqy};

#[test]
fn what_stands_for_each_face_is_said() {
    let said = wqy().said();
    assert_eq!(
        said.zh,
        "宋体：WenQuanYi Zen Hei（代用）；黑体：WenQuanYi Zen Hei；仿宋：WenQuanYi Zen Hei（代用）；\
         楷体：WenQuanYi Zen Hei（代用）"
    );
    assert!(
        said.en.starts_with("宋体: WenQuanYi Zen Hei (stands in); 黑体: WenQuanYi Zen Hei;"),
        "{}",
        said.en
    );
}

#[test]
fn without_a_chinese_font_it_is_said_what_was_looked_for_and_where() {
    let empty = tempfile::tempdir().unwrap();
    std::fs::write(empty.path().join("broken.ttf"), b"no font at all").unwrap();
    let missing = Fonts::find(Some(empty.path())).unwrap_err();
    assert_eq!(missing.folder.as_deref(), Some(empty.path()));
    let said = missing.words();
    for words in [&said.zh, &said.en] {
        for named in
            ["SimSun", "黑体", "FangSong", "KaiTi", "WenQuanYi Zen Hei", "fonts-wqy-zenhei", "fonts-noto-cjk"]
        {
            assert!(words.contains(named), "{named}: {words}");
        }
        assert!(words.contains(&empty.path().display().to_string()), "{words}");
    }
    let nowhere = Fonts::find(Some(Path::new("/no/such/folder"))).unwrap_err();
    assert_eq!(nowhere.folder, Some(PathBuf::from("/no/such/folder")));
}

#[test]
fn fonts_can_be_shared_by_all_who_write_papers() {
    std::thread::scope(|scope| {
        let write = || sikuai::documents::pdf::write(&paper(vec![body("仲裁")]), wqy()).unwrap();
        let (first, second) = (scope.spawn(write), scope.spawn(write));
        assert_eq!(first.join().unwrap(), second.join().unwrap());
    });
}

#[test]
fn the_fonts_of_the_system_are_found() {
    let fonts = Fonts::find(None).unwrap();
    assert_eq!(Pdf::with(&paper(vec![body("仲裁裁决书")]), &fonts).lines(), ["仲裁裁决书"]);
}

#[test]
fn a_font_in_a_folder_beneath_is_found_and_one_that_is_gone_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let beneath = folder.path().join("chinese");
    std::fs::create_dir(&beneath).unwrap();
    let copy = beneath.join("wqy-zenhei.ttc");
    std::fs::copy(Path::new(WQY).join("wqy-zenhei.ttc"), &copy).unwrap();
    let fonts = Fonts::find(Some(folder.path())).unwrap();
    std::fs::write(&copy, b"gone").unwrap();
    let error = sikuai::documents::pdf::write(&paper(vec![body("仲裁")]), &fonts).unwrap_err();
    assert!(error.to_string().contains("wqy-zenhei.ttc"), "{error}");
}

#[test]
fn a_character_that_the_face_lacks_comes_from_another_font() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(Path::new(WQY).join("wqy-zenhei.ttc"), folder.path().join("a.ttc")).unwrap();
    std::fs::copy(FREE_SERIF, folder.path().join("b.otf")).expect("missing: Debian's fonts-freefont-otf");
    let fonts = Fonts::find(Some(folder.path())).unwrap();
    assert_eq!(fonts.said(), wqy().said());
    let layout = paper(vec![body("天平⚖与⁂")]);
    assert!(sikuai::documents::pdf::write(&layout, wqy()).is_err(), "the first font has neither");
    let pdf = Pdf::with(&layout, &fonts);
    assert_eq!(pdf.lines(), ["天平⚖与⁂"]);
    let said = pdf.said("pdffonts", &[]);
    let row = |name: &str| said.lines().find(|line| line.contains(name)).unwrap_or_else(|| panic!("{said}"));
    assert!(
        row("+FreeSerif").contains("CID Type 0C") && row("+WenQuanYiZenHei").contains("CID TrueType"),
        "{said}"
    );
}
