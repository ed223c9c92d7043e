//! By which names the four faces of official papers are looked for, the most wanted first. Not here: what is found.

use crate::documents::layout::Face;

/// The faces, in the order in which one stands in for another.
pub(super) const FACES: [Face; 4] = [Face::Song, Face::Hei, Face::FangSong, Face::Kai];

/// What a face is called.
pub(super) fn name(face: Face) -> &'static str {
    match face {
        Face::Song => "宋体",
        Face::Hei => "黑体",
        Face::FangSong => "仿宋",
        Face::Kai => "楷体",
    }
}

/// The families that are one face.
pub(super) fn families(face: Face) -> &'static [&'static str] {
    match face {
        Face::Song => &[
            "宋体",
            "SimSun",
            "新宋体",
            "NSimSun",
            "华文宋体",
            "STSong",
            "Songti SC",
            "Noto Serif CJK SC",
            "Source Han Serif SC",
            "思源宋体",
            "Noto Serif SC",
            "Source Han Serif CN",
            "FandolSong",
            "AR PL UMing CN",
            "AR PL SungtiL GB",
        ],
        Face::Hei => &[
            "黑体",
            "SimHei",
            "华文黑体",
            "STHeiti",
            "Heiti SC",
            "Noto Sans CJK SC",
            "Source Han Sans SC",
            "思源黑体",
            "Noto Sans SC",
            "Source Han Sans CN",
            "微软雅黑",
            "Microsoft YaHei",
            "FandolHei",
            "WenQuanYi Zen Hei",
            "文泉驿正黑",
            "WenQuanYi Micro Hei",
            "文泉驿微米黑",
        ],
        Face::FangSong => &[
            "仿宋",
            "FangSong",
            "仿宋_GB2312",
            "FangSong_GB2312",
            "华文仿宋",
            "STFangsong",
            "方正仿宋_GBK",
            "FandolFang",
        ],
        Face::Kai => &[
            "楷体",
            "KaiTi",
            "楷体_GB2312",
            "KaiTi_GB2312",
            "华文楷体",
            "STKaiti",
            "Kaiti SC",
            "FandolKai",
            "AR PL UKai CN",
            "AR PL KaitiM GB",
        ],
    }
}

/// Fonts whose every letter is a box or nothing.
pub(super) const EMPTY_FAMILIES: &[&str] = &[
    "LastResort",
    "Last Resort",
    "Last Resort High-Efficiency",
    "Adobe Blank",
    "Adobe NotDef",
    "Unicode BMP Fallback SIL",
];
