//! How a person is reached and paid: telephone numbers, bank accounts, and places beside the
//! household's. Values are sealed; a new one does not replace an old one, it ends it.

mod actions;
mod model;
mod payable;
mod store;

pub use actions::{
    NewAccount, NewAddress, NewContact, accounts, add_account, add_accounts, add_address,
    add_contact, add_contacts, addresses, contacts, end_account, end_contact, unmask_account,
    unmask_contact,
};
pub use model::{Account, Address, Contact, ContactKind, Elsewhere};
pub use payable::{Payable, Payee, numbers, payables, payees};
pub(crate) use store::contact_list_people_by;
