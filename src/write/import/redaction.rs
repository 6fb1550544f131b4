//! Pseudonyms for personal data. The same value has the same pseudonym, so that people remain apart; without the salt,
//! nobody can find a value by trying all that there are.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::text::hex;

/// A kind of personal data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PersonalData {
    /// IP addresses of authors.
    Ip,
    /// E-mail addresses of authors, and those in texts.
    Email,
    /// User agents of authors.
    Agent,
}

/// All kinds.
pub const PERSONAL_DATA: [PersonalData; 3] = [PersonalData::Ip, PersonalData::Email, PersonalData::Agent];

crate::names::named!(PersonalData, PERSONAL_DATA);

impl PersonalData {
    /// The word on the command line.
    pub fn name(self) -> &'static str {
        match self {
            PersonalData::Ip => "ip",
            PersonalData::Email => "email",
            PersonalData::Agent => "agent",
        }
    }

    /// One and many, in messages.
    pub fn nouns(self) -> (&'static str, &'static str) {
        match self {
            PersonalData::Ip => ("IP address", "IP addresses"),
            PersonalData::Email => ("e-mail address", "e-mail addresses"),
            PersonalData::Agent => ("user agent", "user agents"),
        }
    }
}

/// The personal data that is replaced, and the secret that pseudonyms are made with.
pub struct Redaction {
    /// The kinds of data.
    pub personal_data: Vec<PersonalData>,
    /// The salt: the same salt gives the same pseudonyms.
    pub salt: Vec<u8>,
}

impl Redaction {
    /// Returns true if this kind of data is replaced.
    pub fn has(&self, data: PersonalData) -> bool {
        self.personal_data.contains(&data)
    }

    /// The pseudonym of a value: an e-mail address at a domain that RFC 2606 reserves, an IP address that RFC 3849
    /// reserves for documentation, or a word. It has no character that XML escapes.
    pub fn pseudonym(&self, data: PersonalData, value: &str) -> String {
        let value = value.trim().to_lowercase();
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.salt).expect("a key may have any length");
        mac.update(data.name().as_bytes());
        mac.update(&[0]);
        mac.update(value.as_bytes());
        let digits = hex(&mac.finalize().into_bytes());
        match data {
            PersonalData::Email => format!("{}@redacted.invalid", &digits[..16]),
            PersonalData::Agent => format!("agent-{}", &digits[..16]),
            PersonalData::Ip => {
                let groups: Vec<&str> = (0..6).map(|group| &digits[4 * group..4 * group + 4]).collect();
                format!("2001:db8:{}", groups.join(":"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use super::*;

    fn redaction(salt: &str) -> Redaction {
        Redaction { personal_data: PERSONAL_DATA.to_vec(), salt: salt.as_bytes().to_vec() }
    }

    #[test]
    fn one_value_has_one_pseudonym() {
        let redaction = redaction("salt");
        let pseudonym = |value: &str| redaction.pseudonym(PersonalData::Email, value);
        assert_eq!(pseudonym("ann@boats.example"), pseudonym(" Ann@Boats.example"));
        assert_ne!(pseudonym("ann@boats.example"), pseudonym("bob@boats.example"));
    }

    #[test]
    fn another_salt_gives_other_pseudonyms() {
        let pseudonym = |salt: &str| redaction(salt).pseudonym(PersonalData::Ip, "192.0.2.1");
        assert_ne!(pseudonym("one"), pseudonym("two"));
    }

    #[test]
    fn an_address_remains_an_address() {
        let ip = redaction("salt").pseudonym(PersonalData::Ip, "192.0.2.1");
        assert!(ip.parse::<IpAddr>().is_ok(), "{ip}");
    }
}
