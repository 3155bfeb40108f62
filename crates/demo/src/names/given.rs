//! Given names by generation: what parents of each time chose. Characters stand in rough order of
//! use, so that a Zipf draw gives common and rare names; written down by us from general knowledge.

use super::NONE;
use crate::random::Random;
use base::Sex;

/// Up to which birth year, and the characters of men and women.
const FASHIONS: &[(i16, &str, &str)] = &[
    (
        1949,
        "国明文德云清华海成树金玉正安光荣世永昌银廷富贵发福天长兴洪万春云生林泽良忠绍先学开祥\
        元才义礼仁奎显朝代吉有方大启宗本克鹏汉松柏青高义孝廉书纯炳炎尧舜",
        "秀素玉淑芳英珍兰群清碧明德贵桂光云华琼正昌世先永容菊文珠莲梅凤翠香金银秋春富仁义开泽\
        大长朝天良忠月仙蓉桃菜莺锦",
    ),
    (
        1969,
        "国建明文华平德志光云成林军忠荣安清祥富贵生学永海友全良昌正兴强福红卫东跃进援朝新社\
        胜利民勇伟洪春波刚朝才世泽先开金银树万代元方武斌超英仁义礼智信彬祖",
        "秀英素芳玉群珍兰华琼碧淑明光清琴莲菊桂先容蓉芬香德世永红霞梅凤翠珠惠云月书开泽昌富\
        贵建国友会文学平利敏燕君娟跃",
    ),
    (
        1984,
        "勇军伟强建华波刚平林涛斌超明杰辉海永云鹏飞俊峰江洪春国志文小彬亮健兵东兴川松龙旭荣毅\
        友贵良帅磊洋成昌德祥世庆利胜彪奎宁",
        "丽燕红霞英芳玲萍敏静娟艳梅琼群莉容利华蓉娜洁秀晓小春琴雪珍兰平勤凤君玉洪永丹莎佳妮\
        会先会云蕾瑶敏叶旭巧",
    ),
    (
        1999,
        "杰鑫浩鹏涛超俊杨波磊林宇亮飞斌强伟健凯龙成豪洋帅航旭川江毅翔阳坤锐彬海峰文博志明星东\
        权洪森恒科威冬雨春越玮钧骏",
        "丹婷雪敏静倩玲娟莉佳颖瑶慧琳欣雨薇燕洁艳娇萍娜莎秋璐思蕾梦晓玉露月琪琴春红菊婧雯虹霜\
        诗悦晶雅冰媛怡",
    ),
    (
        2009,
        "浩宇鑫豪杰俊文轩博航鹏涛明阳子睿思昊天然嘉林洋凯志毅成泽旭佳锐瑞雨星辰龙君翔伟东铭\
        皓煜晨",
        "欣雨佳怡婷思涵雪梦琪颖诗语嘉悦雅瑶慧静馨萱可心玉敏洁琳月露璐曦彤钰媛丹菲琦蕊晴莹",
    ),
    (
        2100,
        "子浩宇轩泽辰睿涵梓俊博昊铭熙嘉煜奕瑞晨皓霖沐航一诺逸鑫杰思佑恩文墨源承钰洋彦锦程凡",
        "梓涵欣怡雨萱诗语可馨一诺若曦悦思琪子彤妍瑶佳沐熙艺芮希桐奕依梦钰心玥珂菡苒汐宁语婉",
    ),
];

/// Characters that old programs cannot write or that clerks mistake.
const RARE: &str = "㛃犇淼燚垚翀昇玥彧曌頔喆堃甯赟祎媗璟钘珺芃𬱖𬭚𫖮";

const DOTTED_MEN: &[&str] = &[
    "阿卜杜拉·买买提",
    "吉克·木呷",
    "阿尔·拉坡",
    "沙马·尔布",
    "扎西·多吉",
    "买买提·吐尔逊",
    "海来·阿木",
    "阿力木·艾山",
];

const DOTTED_WOMEN: &[&str] = &[
    "吉克·阿依",
    "阿依古丽·买买提",
    "沙马·阿果",
    "卓玛·拉姆",
    "古丽娜尔·艾山",
    "海来·阿呷",
    "勒格·五各莫",
    "帕提古丽·吐尔逊",
];

pub(super) fn dotted(sex: Sex) -> &'static [&'static str] {
    match sex {
        Sex::Male => DOTTED_MEN,
        Sex::Female => DOTTED_WOMEN,
    }
}

/// The characters of a fashion, parsed once.
struct Fashion {
    until: i16,
    men: Vec<char>,
    women: Vec<char>,
}

static PARSED: std::sync::LazyLock<Vec<Fashion>> = std::sync::LazyLock::new(|| {
    let parse = |(until, men, women): &(i16, &str, &str)| Fashion {
        until: *until,
        men: men.chars().collect(),
        women: women.chars().collect(),
    };
    FASHIONS.iter().map(parse).collect()
});

/// One or two characters in the fashion of a birth year.
pub(super) fn draw(random: &mut Random, sex: Sex, birth_year: i16) -> [char; 2] {
    let Some(fashion) = PARSED.iter().find(|f| birth_year <= f.until) else {
        return ['明', NONE];
    };
    let table = match sex {
        Sex::Male => &fashion.men,
        Sex::Female => &fashion.women,
    };
    let mut one = || {
        let at = random.zipf(table.len(), 9.0);
        table.get(at).copied().unwrap_or('明')
    };
    let (first, second) = (one(), one());
    // One-character names were in fashion from the sixties to the nineties.
    let short = match birth_year {
        ..1955 => 0.04,
        1955..1970 => 0.16,
        1970..1999 => 0.30,
        _ => 0.09,
    };
    let mut given = [first, if random.chance(short) { NONE } else { second }];
    if random.chance(0.003) {
        let rare: Vec<char> = RARE.chars().collect();
        let at = usize::from(given[1] != NONE);
        given[at] = rare.get(random.below(rare.len())).copied().unwrap_or('淼');
    }
    given
}
