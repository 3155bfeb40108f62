//! Tables for Latin-script persons: names in rough order of use, their short forms, places,
//! occupations and street names. Written by hand from common knowledge.

#[rustfmt::skip]
pub(super) const MEN: &[&str] = &[
    "john", "william", "james", "george", "thomas", "charles", "henry", "robert", "joseph",
    "edward", "david", "michael", "richard", "peter", "daniel", "samuel", "alexander", "frederick",
    "arthur", "harry", "oliver", "jack", "noah", "leo", "oscar", "theodore", "ethan", "benjamin",
    "joshua", "andrew", "francis", "walter", "alfred", "albert", "ernest", "hugh", "edmund",
    "ralph", "philip", "matthew", "stephen", "nicholas", "anthony", "christopher", "simon",
    "martin", "alan", "colin", "donald", "douglas", "duncan", "gordon", "graham", "kenneth",
    "lewis", "logan", "lucas", "mason", "max", "nathan", "patrick", "paul", "percy", "reginald",
    "roger", "ronald", "rupert", "sebastian", "sidney", "stanley", "timothy", "toby", "victor",
    "vincent", "zachary", "isaac", "jacob", "caleb", "callum", "cameron", "connor", "dylan",
    "elliot", "finlay", "gabriel", "harvey", "jayden", "liam",
];
#[rustfmt::skip]
pub(super) const WOMEN: &[&str] = &[
    "mary", "elizabeth", "anne", "sarah", "jane", "margaret", "catherine", "alice", "emma",
    "emily", "charlotte", "florence", "louisa", "ellen", "harriet", "frances", "caroline",
    "dorothy", "edith", "olivia", "amelia", "isla", "ava", "sophia", "grace", "lily", "evie",
    "ella", "mia", "freya", "jessica", "lucy", "hannah", "chloe", "sophie", "ruby", "eleanor",
    "rebecca", "rachel", "susan", "patricia", "barbara", "jennifer", "linda", "helen", "joan",
    "joyce", "judith", "julia", "karen", "kathleen", "laura", "lydia", "martha", "matilda", "maud",
    "mildred", "millie", "molly", "nancy", "nora", "paige", "pamela", "phoebe", "poppy",
    "rosemary", "rosie", "ruth", "scarlett", "sheila", "sienna", "sylvia", "theresa", "veronica",
    "victoria", "violet", "virginia", "winifred", "zara",
];
#[rustfmt::skip]
pub(super) const SURNAMES: &[&str] = &[
    "smith", "jones", "taylor", "brown", "williams", "wilson", "johnson", "davies", "robinson",
    "wright", "thompson", "evans", "walker", "white", "roberts", "green", "hall", "wood",
    "jackson", "clarke", "clark", "harris", "cooper", "hill", "ward", "turner", "martin", "morris",
    "moore", "king", "baker", "harrison", "allen", "scott", "watson", "lee", "parker", "bennett",
    "young", "cook", "shaw", "carter", "bell", "murphy", "bailey", "miller", "cox", "richardson",
    "marshall", "mitchell", "campbell", "stewart", "anderson", "macdonald", "murray", "reid",
    "ross", "paterson", "morrison", "fraser", "hamilton", "graham", "grant", "kerr", "simpson",
    "ferguson", "henderson", "duncan", "cunningham", "armstrong", "dixon", "hunter", "gibson",
    "ford", "fisher", "fox", "west", "webb", "mills", "palmer", "knight", "stevens", "ellis",
    "harvey", "mason", "barnes", "chapman", "powell", "butler", "foster", "russell", "pearson",
    "holmes", "rogers", "gray", "howard", "hughes", "edwards", "lewis", "james", "phillips",
    "price", "griffiths", "owen", "rees", "morgan", "jenkins", "ashworth", "atherton", "bairstow",
    "barraclough", "blenkinsop", "braithwaite", "bythesea", "cavendish", "chetwynd",
    "cholmondeley", "clutterbuck", "coningsby", "culpepper", "dalrymple", "delamere", "entwistle",
    "eversley", "fairweather", "featherstone", "fitzgerald", "fothergill", "gascoigne",
    "gillingham", "goldsborough", "greatorex", "grosvenor", "hathersage", "heathcote",
    "hepplewhite", "huddleston", "illingworth", "inglethorpe", "kettlewell", "kirkbride",
    "lascelles", "liddell", "loveday", "lyttelton", "mainwaring", "marjoribanks", "micklethwait",
    "montague", "mulgrave", "nettleship", "oglethorpe", "ollerenshaw", "osbaldeston", "pankhurst",
    "peverell", "pickersgill", "postlethwaite", "quartermain", "ravensworth", "rowbottom",
    "satterthwaite", "shuttleworth", "somerset", "stapleton", "strickland", "tattersall",
    "thistlethwaite", "trelawney", "tyrwhitt", "uttley", "vavasour", "wedderburn", "whitelegge",
    "willoughby", "winterbottom", "wolstenholme", "wriothesley", "yelverton", "macpherson",
    "mackenzie", "o'brien", "o'connor", "st john", "de vere", "van der berg", "smith-jones",
    "nguyen", "patel", "khan", "singh", "kaur", "begum", "kowalski", "schmidt", "rossi", "garcia",
    "silva", "ivanov", "haddad",
];
/// Names that stand for each other; the first is the register's form.
pub(super) const NICKNAMES: &[&[&str]] = &[
    &["robert", "bob", "rob", "bobby"],
    &["william", "bill", "will", "billy"],
    &["thomas", "tom"],
    &["john", "jack", "johnny"],
    &["james", "jim", "jimmy", "jamie"],
    &["charles", "charlie"],
    &["henry", "harry", "hal"],
    &["joseph", "joe"],
    &["edward", "ted", "ned", "eddie"],
    &["david", "dave"],
    &["michael", "mike", "mick"],
    &["richard", "dick", "rick"],
    &["peter", "pete"],
    &["daniel", "dan", "danny"],
    &["samuel", "sam"],
    &["alexander", "alex", "sandy"],
    &["frederick", "fred", "freddie"],
    &["benjamin", "ben"],
    &["andrew", "andy"],
    &["anthony", "tony"],
    &["christopher", "chris", "kit"],
    &["nicholas", "nick"],
    &["matthew", "matt"],
    &["stephen", "steve"],
    &["elizabeth", "liz", "betty", "eliza", "beth"],
    &["margaret", "peggy", "maggie", "meg"],
    &["catherine", "kate", "kitty", "katherine"],
    &["sarah", "sally"],
    &["mary", "polly", "molly"],
    &["anne", "annie", "nan"],
    &["jane", "jenny"],
    &["dorothy", "dolly"],
    &["susan", "sue"],
    &["patricia", "pat", "tricia"],
    &["rebecca", "becky"],
    &["jessica", "jess"],
    &["victoria", "vicky"],
    &["harriet", "hattie"],
    &["eleanor", "nell", "ellie"],
    &["frances", "fanny"],
    &["theresa", "tess"],
];
#[rustfmt::skip]
pub(super) const CITIES: &[&str] = &[
    "london", "birmingham", "leeds", "glasgow", "sheffield", "bradford", "liverpool", "edinburgh",
    "manchester", "bristol", "wakefield", "cardiff", "coventry", "nottingham", "leicester",
    "sunderland", "belfast", "newcastle-upon-tyne", "brighton", "hull", "plymouth",
    "stoke-on-trent", "wolverhampton", "derby", "swansea", "southampton", "salford", "aberdeen",
    "portsmouth", "york", "peterborough", "dundee", "oxford", "newport", "preston", "cambridge",
    "norwich", "chester", "salisbury", "exeter", "gloucester", "lichfield", "chichester",
    "winchester", "lincoln", "bath", "worcester", "lancaster", "durham", "carlisle", "stirling",
    "inverness", "perth", "hereford",
];
#[rustfmt::skip]
pub(super) const DISTRICTS: &[&str] = &[
    "city of westminster", "kensington", "islington", "hackney", "lambeth", "camden", "greenwich",
    "st pancras", "chelsea", "marylebone", "st giles", "clerkenwell", "bloomsbury", "hampstead",
];
#[rustfmt::skip]
pub(super) const OCCUPATIONS: &[&str] = &[
    "politician", "military officer", "writer", "painter", "cricketer",
    "association football player", "rugby union player", "botanist", "barrister", "lawyer",
    "judge", "physician", "surgeon", "composer", "actor", "stage actor", "engineer",
    "civil engineer", "architect", "diplomat", "poet", "journalist", "priest", "anglican priest",
    "bishop", "theologian", "historian", "photographer", "explorer", "merchant", "banker",
    "businessperson", "inventor", "chemist", "mathematician", "astronomer", "zoologist",
    "ornithologist", "philanthropist", "novelist", "playwright", "sculptor", "singer", "golfer",
    "tennis player", "jockey", "illustrator", "teacher", "academic", "antiquarian", "clergyman",
    "landscape painter", "suffragist", "trade unionist",
];
/// Occupations that different sources use for one person.
pub(super) const CALLINGS: &[&[&str]] = &[
    &["politician", "diplomat", "judge", "lawyer"],
    &["writer", "novelist", "poet", "journalist", "playwright"],
    &["painter", "landscape painter", "illustrator"],
    &[
        "priest",
        "anglican priest",
        "clergyman",
        "bishop",
        "theologian",
    ],
    &["engineer", "civil engineer", "inventor"],
    &["zoologist", "ornithologist", "botanist"],
    &["actor", "stage actor", "singer"],
    &["businessperson", "merchant", "banker"],
];
#[rustfmt::skip]
pub(super) const STREETS: &[&str] = &[
    "high street", "station road", "church street", "main street", "park road", "victoria street",
    "queen street", "king street", "mill lane", "school lane", "canning street", "dalgety place",
    "buckingham street", "garran place", "lutana street", "mawson drive", "tyrrell circuit",
    "arabana street", "bindel street", "chowne street", "dumaresq street", "goyder street",
    "hawkesbury crescent", "kosciuszko avenue", "livingston avenue", "macarthur avenue",
    "northbourne avenue", "paterson street", "sturt avenue", "wybalena grove", "yamba drive",
    "blackman crescent", "clive steele avenue", "dooring street", "ellenborough street",
    "florey drive", "gilbert street", "heysen street", "ingham place", "jenke circuit",
    "krefft street", "lhotsky street", "mirrool street", "nuyts street", "osburn drive",
    "pudney street", "rivett street", "schlich street", "torrens street", "verbrugghen street",
];
#[rustfmt::skip]
pub(super) const HOUSE_NAMES: &[&str] = &[
    "rosetta village", "brentwood village", "the willows", "sunnyside", "hillview", "kooringal",
    "belmont", "glenview", "riverside lodge", "the meadows", "oakdene", "rangeview", "fairholme",
];
#[rustfmt::skip]
pub(super) const SUBURBS: &[&str] = &[
    "toowoomba", "bondi", "ashgrove", "kew", "sunbury", "geelong", "carlton", "mosman", "glenelg",
    "fremantle", "parkville", "newtown", "paddington", "richmond", "st kilda", "surrey hills",
    "bundaberg", "cairns", "dubbo", "echuca", "forbes", "gosford", "hornsby", "ipswich",
    "katoomba", "lismore", "mildura", "nowra", "orange", "penrith", "queanbeyan", "rockhampton",
    "shepparton", "tamworth", "umina", "vaucluse", "wollongong", "yarraville", "albury",
    "ballarat", "castle hill",
];
pub(super) const STATES: &[&str] = &["nsw", "vic", "qld", "wa", "sa", "tas", "act", "nt"];
#[rustfmt::skip]
pub(super) const MAIL: &[&str] = &[
    "smith.com", "jones.net", "hall.org", "walker.biz", "brown.info", "green-lewis.com",
    "butler-evans.net", "patel.org", "taylor.com", "carter.biz", "hughes-king.com", "cole.info",
];
