//! Whether the groups of which figures are asked alone can mean anything (分组取值): a person who works or worked in the office, a
//! region that the program or a case has. A question of anybody else would be answered with nothing, as if nothing had happened.
//! Not here: values that have no such form (`domain::figures`), and counting (`statistics`).

use crate::app::error::Error;
use crate::app::register::Register;
use crate::domain::figures::{Dimension, Group};
use crate::domain::office::Region;
use crate::storage::{Connection, StorageError, reporting, users};

impl Register {
    /// The dimensions of those of some groups that mean nothing. Whoever has left still has cases, and a case keeps the region in
    /// which it came in.
    ///
    /// # Errors
    /// That the database does not answer.
    pub async fn groups_of_nothing(&self, groups: &[Group]) -> Result<Vec<Dimension>, Error> {
        let own = self.books.region();
        let asks = |group: &&Group| match (group.dimension, group.value.as_deref()) {
            (Dimension::Arbitrator | Dimension::Mediator, Some(_)) => true,
            (Dimension::Region, Some(region)) => Region::known(own, region).is_none(),
            (_, _) => false,
        };
        let asked: Vec<Group> = groups.iter().filter(asks).cloned().collect();
        if asked.is_empty() {
            return Ok(Vec::new());
        }
        let work = move |c: &mut Connection| {
            let mut nothing = Vec::new();
            for Group { dimension, value } in asked {
                let value = value.unwrap_or_default();
                let is_known = if dimension == Dimension::Region {
                    reporting::has_region(c, &value)?
                } else {
                    !users::load_many(c, &[value])?.is_empty()
                };
                if !is_known {
                    nothing.push(dimension);
                }
            }
            Ok::<_, StorageError>(nothing)
        };
        Ok(self.store.read(work).await?)
    }
}
