//! The demo district in the registers: its places, its people with their homes, telephones and
//! accounts, and one account for each role.

use ::demo::names::{Name, Surname};
use ::demo::numbers;
use ::demo::places::{ABOVE, Places};
use ::demo::random::Random;
use ::demo::world::person::Relation as Kin;
use ::demo::world::records::Account as Paid;
use ::demo::world::{Options, World};
use base::clock::china;
use base::date::Date;
use base::id::PersonId;
use base::name::sort_key;
use base::{Fault, Sex};
use platform::account::{self, NewAccount, NewGrant};
use platform::{Ctx, Division, Person, Platform, Role, Who};
use registry::household::{self, Joining, Kind, Relation, Settle};
use registry::person::{self, Checked, Document};
use registry::register::{self, Declared, Given, Subject};
use registry::{place, reach};
use webkit::Offered;

/// Where every record of the demonstration comes from; also how it is known for one.
pub(super) const SOURCE: &str = "demo";

/// The password of every account of the demonstration.
const PASSWORD: &str = "Demo-2026-Open";

pub(super) const WHO: Who = Who::Operator("demo");

/// Who can come in: name to sign in with, role, and the length of their division's code.
const ROLES: [(&str, Role, usize); 9] = [
    ("window", Role::WindowClerk, 9),
    ("village", Role::VillageWorker, 12),
    ("town", Role::TownReviewer, 9),
    ("section", Role::SectionOfficer, 6),
    ("leader", Role::BureauLeader, 6),
    ("inspector", Role::DisciplineInspector, 6),
    ("system", Role::SystemAdministrator, 6),
    ("security", Role::SecurityAdministrator, 6),
    ("audit", Role::AuditAdministrator, 6),
];

/// Whether the database holds the demonstration already, something else, or nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    Nothing,
    Demo,
    Other,
}

/// Looks what a database holds.
pub(super) fn holds(platform: &Platform) -> Result<Holds, Fault> {
    platform.read(&WHO, platform.request(), |ctx| {
        let accounts = account::list(ctx, "", "", 1)?;
        let settled = registry::filled_from(ctx, SOURCE)?;
        Ok(match (settled, accounts.is_empty()) {
            (true, _) => Holds::Demo,
            (false, true) => Holds::Nothing,
            (false, false) => Holds::Other,
        })
    })
}

/// The accounts as the page for signing in offers them.
pub(super) fn offered(seed: u64) -> Vec<Offered> {
    let places = Places::load();
    let village = places
        .villages
        .iter()
        .find(|v| !v.urban)
        .map_or("", |v| v.code);
    let mut random = Random::new(seed, &[77]);
    let account = |(at, (login, role, length)): (usize, &(&str, Role, usize))| {
        let sex = if at % 2 == 0 { Sex::Female } else { Sex::Male };
        let surname = Surname::draw(&mut random);
        let name = Name::draw(&mut random, surname, sex, 1985).to_string();
        let code = village.get(..*length).unwrap_or_default();
        Division::parse(code).map(|division| Offered {
            login: (*login).to_owned(),
            password: PASSWORD.to_owned(),
            name,
            role: role.label(),
            division,
        })
    };
    ROLES.iter().enumerate().filter_map(account).collect()
}

/// Fills an empty database; how many people there are.
pub(super) fn fill(platform: &Platform, people: usize, seed: u64) -> Result<usize, Fault> {
    let today = china(platform.clock().now()).date();
    let world = World::build(&Options {
        people,
        seed,
        on: today,
    });
    platform.write(&WHO, platform.request(), |ctx| {
        places(ctx, &world.places)?;
        let ids = register(ctx, &world)?;
        // Without a pack there are no registers to fill.
        if let Ok(declared) = registry::register::declared() {
            registered(ctx, declared, &world, &ids)?;
            planned(ctx, declared)?;
        }
        super::awards::granted(ctx, &world, &ids)?;
        Ok(())
    })?;
    for offered in offered(seed) {
        open_account(platform, &offered)?;
    }
    super::money::last_month(platform)?;
    super::money::reserves(platform)?;
    Ok(world.people.len())
}

fn places(ctx: &Ctx<'_>, places: &Places) -> Result<(), Fault> {
    let above = ABOVE.iter().copied();
    let towns = places.towns.iter().map(|t| (t.code, t.name));
    let villages = places.villages.iter().map(|v| (v.code, v.name));
    let rows: Vec<(Division, String)> = above
        .chain(towns)
        .chain(villages)
        .filter_map(|(code, name)| Some((Division::parse(code)?, name.to_owned())))
        .collect();
    place::load(ctx, &rows)
}

fn register(ctx: &Ctx<'_>, world: &World) -> Result<Vec<PersonId>, Fault> {
    let checked: Vec<Checked> = world
        .people
        .iter()
        .filter_map(|person| {
            let home = world.households.get(person.household as usize)?;
            let name = person.name.to_string();
            Some(Checked {
                sort_key: sort_key(&name),
                name,
                document: Some(Document::Citizen),
                number: Some(person.id.to_string()),
                sex: Some(person.sex),
                birth: Some(person.birth),
                division: Division::parse(world.places.village(home.address.village).code)?,
            })
        })
        .collect();
    let ids = person::register_all(ctx, &checked, SOURCE)?;
    let homes: Vec<Settle> = world
        .households
        .iter()
        .enumerate()
        .filter_map(|(at, home)| settle(world, &ids, at, home))
        .collect();
    household::settle_all(ctx, &homes, SOURCE)?;
    reached(ctx, world, &ids)?;
    departed(ctx, world, &ids)?;
    Ok(ids)
}

/// A household with its members, each there since they were born or since it was founded.
fn settle(
    world: &World,
    ids: &[PersonId],
    at: usize,
    home: &::demo::world::Household,
) -> Option<Settle> {
    let mut random = Random::new(world.seed, &[78, at as u64]);
    let founded = Date::new(random.between(1985, 2019) as i16, 1, 1).ok()?;
    let member = |index: u32| {
        let person = world.person(index);
        let relation = match (person.relation, person.sex) {
            (Kin::Head, _) => Relation::Head,
            (Kin::Spouse, _) => Relation::Spouse,
            (Kin::Child, Sex::Male) => Relation::Son,
            (Kin::Child, Sex::Female) => Relation::Daughter,
            (Kin::Parent, _) => Relation::Parent,
            (Kin::Grandchild, _) => Relation::Grandchild,
        };
        let joining = Joining {
            person: *ids.get(index as usize)?,
            relation,
        };
        Some((joining, founded.max(person.birth)))
    };
    // The household's division says the village already.
    let village = world.places.village(home.address.village);
    let address = world.places.local(home.address);
    let address = address.strip_prefix(village.name).unwrap_or(&address);
    Some(Settle {
        number: format!("{:09}", at + 1),
        division: Division::parse(village.code)?,
        address: address.to_owned(),
        kind: if home.rural { Kind::Rural } else { Kind::Urban },
        members: home.members().filter_map(member).collect(),
    })
}

/// Telephones of most grown people, accounts of the heads of households.
fn reached(ctx: &Ctx<'_>, world: &World, ids: &[PersonId]) -> Result<(), Fault> {
    let today = ctx.today();
    let mut contacts = Vec::new();
    let mut accounts = Vec::new();
    // Who is paid gets the accounts of the awards.
    let paid: std::collections::BTreeSet<u32> = ::demo::awards::awards(world)
        .iter()
        .map(|award| award.payee)
        .collect();
    for (at, (person, id)) in (0u32..).zip(world.people.iter().zip(ids)) {
        let mut random = Random::new(world.seed, &[79, u64::from(at)]);
        if person.age(today) >= 16 && random.chance(0.7) {
            contacts.push(reach::NewContact {
                person: *id,
                number: numbers::phone(world.seed, at),
                whose: String::new(),
            });
        }
        if person.relation == Kin::Head && !paid.contains(&at) {
            let number = numbers::account(world.seed, Paid { holder: at, nth: 0 });
            accounts.push(reach::NewAccount {
                person: *id,
                bank: "农村商业银行".to_owned(),
                holder: person.name.to_string(),
                number,
            });
        }
    }
    reach::add_contacts(ctx, &contacts, SOURCE)?;
    reach::add_accounts(ctx, &accounts, SOURCE)?;
    Ok(())
}

/// Those who died more than two months ago; of later deaths the bureau has not been told yet, and
/// a few hundred are enough to show what a death looks like.
fn departed(ctx: &Ctx<'_>, world: &World, ids: &[PersonId]) -> Result<(), Fault> {
    let known = world
        .on
        .checked_sub(jiff::Span::new().days(60))
        .unwrap_or(world.on);
    let rows = world.records.deaths.iter();
    let rows = rows.filter(|row| row.cancelled.is_some() && row.date < known);
    let mut done = std::collections::BTreeSet::new();
    for row in rows.take(300) {
        let Some(id) = ids.get(row.person as usize).filter(|id| done.insert(**id)) else {
            continue;
        };
        let now = person::get(ctx, *id)?;
        if now.birth.is_some_and(|born| row.date < born) {
            continue;
        }
        let since = household::current_of(ctx, *id)?.map(|m| m.from);
        if since.is_some_and(|from| row.date < from) {
            continue;
        }
        person::mark_dead(ctx, *id, now.version, row.date, "公安死亡注销")?;
    }
    Ok(())
}

/// What everybody stands in, in the registers that the pack declares.
fn registered(
    ctx: &Ctx<'_>,
    declared: &Declared,
    world: &World,
    ids: &[PersonId],
) -> Result<(), Fault> {
    for (register, records) in ::demo::registers::registers(world) {
        let given = records.into_iter().filter_map(|record| {
            let written = record.written.into_iter();
            let subject = match record.person {
                Some(person) => Subject::Person(*ids.get(person as usize)?),
                None => Subject::Other,
            };
            Some(Given {
                subject,
                division: Division::parse(record.division)?,
                written: written
                    .map(|(field, text)| (field.to_owned(), text))
                    .collect(),
                since: record.since,
                confirmed_on: record.confirmed,
            })
        });
        let given: Vec<Given> = given.collect();
        // A pack need not declare every register that the district could fill.
        if declared.register(register).is_ok() {
            register::fill(ctx, declared, register, &given, SOURCE)?;
        }
    }
    Ok(())
}

/// Publishes the newest plan of the pack.
fn planned(ctx: &Ctx<'_>, declared: &Declared) -> Result<(), Fault> {
    let newest = declared.pack().plans.iter().max_by_key(|plan| plan.issued);
    let district = Division::parse(&declared.pack().jurisdiction);
    if let (Some(plan), Some(district)) = (newest, district) {
        taskboard::plan::publish(ctx, plan, &district)?;
    }
    Ok(())
}

/// An account that is ready to be used: made, given its role, its password chosen.
fn open_account(platform: &Platform, offered: &Offered) -> Result<(), Fault> {
    let Some((_, role, _)) = ROLES.iter().find(|(login, ..)| *login == offered.login) else {
        return Ok(());
    };
    let new = NewAccount {
        login: offered.login.clone(),
        name: offered.name.clone(),
        id_number: String::new(),
    };
    let right = NewGrant {
        role: *role,
        division: offered.division.code().to_owned(),
        section: String::new(),
    };
    let created = platform.write(&WHO, platform.request(), |ctx| {
        let created = account::create(ctx, &new)?;
        account::grant(ctx, created.id, &right)?;
        Ok(created)
    })?;
    let themselves = Who::Person(Box::new(Person {
        id: created.id,
        login: offered.login.clone(),
        name: offered.name.clone(),
        grants: Vec::new(),
        language: String::new(),
        theme: String::new(),
        session: String::new(),
        password_expired: true,
    }));
    platform.write(&themselves, platform.request(), |ctx| {
        account::change_password(ctx, &created.password, PASSWORD, PASSWORD)
    })
}

/// Somebody of the demonstration who holds a role.
pub(super) fn signer(platform: &Platform, role: Role) -> Result<Who, Fault> {
    let login = ROLES.iter().find(|(_, of, _)| *of == role);
    let login = login.map_or("", |(login, ..)| login);
    let found = platform.read(&WHO, platform.request(), |ctx| {
        account::list(ctx, login, "", 1)
    })?;
    let account = found.into_iter().next().ok_or(Fault::NotFound)?;
    Ok(Who::Person(Box::new(Person {
        id: account.id,
        login: account.login,
        name: account.name,
        grants: account.grants,
        language: String::new(),
        theme: String::new(),
        session: String::new(),
        password_expired: false,
    })))
}
