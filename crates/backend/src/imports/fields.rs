//! The fields that a file of each kind can fill, and the headers under which other products write them. Headers are
//! compared without case, accents, blanks and signs. Sources: MaintainX, UpKeep, Fiix, IBM Maximo, Atlas, Fracttal.

use contract::imports::ImportKind;

use super::dialect::header_key;

/// Names of fields with the other headers they go by, most certain first.
type Fields = &'static [(&'static str, &'static [&'static str])];

const WORK_ORDERS: Fields = &[
    (
        "external_id",
        &["id", "workorderid", "wonum", "strcode", "workordernumber", "workorderno", "workorder"],
    ),
    (
        "title",
        &["name", "summary", "shorttext", "originalshorttext", "workordername", "workordertitle", "subject"],
    ),
    ("description", &["longdescription", "details", "strdescription", "workorderdescription", "notes"]),
    (
        "kind",
        &["type", "worktype", "ordertype", "category", "maintenancetype", "intmaintenancetypeid", "pmtype"],
    ),
    ("status", &["state", "intworkorderstatusid", "workorderstatus"]),
    ("priority", &["wopriority", "intpriorityid", "workorderpriority"]),
    ("asset", &["assetname", "assetcode", "assetnum", "assetid", "equipment", "machine"]),
    ("location", &["locationname", "locationcode", "locationid", "functionallocation"]),
    ("assignees", &["assignedto", "primaryuser", "assignee", "lead", "assignedworkers"]),
    ("team", &["teamname", "crew", "assignedteam"]),
    ("due_at", &["duedate", "due", "targetfinish", "targcompdate", "dtmsuggestedcompletiondate"]),
    (
        "planned_start_at",
        &["plannedstart", "startdate", "targstartdate", "dtmsuggestedstartdate", "schedstart"],
    ),
    ("estimated_minutes", &["estimatedminutes"]),
    ("estimated_hours", &["estimatedhours", "estdur", "plannedhours"]),
    (
        "created_at",
        &["created", "createdon", "createdat", "datecreated", "dtmdatecreated", "reportdate", "reportedon"],
    ),
    ("started_at", &["started", "startedon", "actstart", "actualstart"]),
    (
        "completed_at",
        &["completedon", "completed", "completiondate", "dtmdatecompleted", "actfinish", "bscstartdate"],
    ),
    ("closed_at", &["closedon", "closed", "closedate"]),
    ("resolution", &["completionnotes", "strcompletionnotes", "feedback", "worknotes"]),
    ("cause", &["rootcause", "failurecause"]),
    ("tags", &["labels", "tag"]),
    ("cost", &["totalcost", "actualcost", "actcost", "costs"]),
];

const ASSETS: Fields = &[
    ("external_id", &["id", "assetid"]),
    ("code", &["assetnum", "assetcode", "strcode", "tag", "assettag", "number", "assetnumber"]),
    ("name", &["asset", "assetname", "strname"]),
    ("description", &["strdescription", "additionalinformation", "notes", "strnotes"]),
    ("aliases", &["alias", "othernames"]),
    ("parent", &["parentasset", "parentcode", "intassetparentid", "parentname"]),
    ("location", &["locationname", "locationcode", "intassetlocationid"]),
    ("class", &["assettype", "category", "assetclass", "type", "intcategoryid"]),
    ("status", &["assetstatus", "state"]),
    ("criticality", &["strcriticality", "assetcriticality"]),
    ("serial_number", &["serialnum", "serial", "strserialnumber", "serialno"]),
    ("manufacturer", &["make", "strmake", "maker"]),
    ("model", &["strmodel", "modelnumber"]),
    ("barcode", &["strbarcode", "qrcode"]),
    ("purchase_on", &["purchasedate", "purchasedon"]),
    ("commissioned_on", &["installdate", "commissioned", "inservicedate"]),
    ("warranty_until", &["warrantyexpirationdate", "warrantyexpiration", "warranty"]),
    ("replacement_value", &["acquisitioncost", "replacementcost", "purchaseprice", "dbllastprice"]),
];

const LOCATIONS: Fields = &[
    ("external_id", &["id", "locationid"]),
    ("code", &["strcode", "locationcode"]),
    ("name", &["location", "locationname", "strname"]),
    ("description", &["address", "notes", "strdescription"]),
    ("aliases", &["alias"]),
    ("parent", &["parentlocation", "parentcode", "parentname", "locatedinorpartof"]),
    ("site", &["sitename", "siteid"]),
];

const PARTS: Fields = &[
    ("external_id", &["id", "partid"]),
    ("number", &["part", "partnumber", "partno", "strcode", "itemnum", "sku"]),
    ("name", &["partname", "strname", "itemname"]),
    ("description", &["strdescription", "additionalinformation", "note"]),
    ("aliases", &["alias"]),
    ("unit", &["unitofmeasure", "uom", "units"]),
    ("category", &["parttype", "type"]),
    ("manufacturer_part_number", &["vendorpart", "manufacturerpart", "mpn"]),
    ("barcode", &["barcode", "strbarcode"]),
    (
        "quantity",
        &["quantityonhand", "qtyonhand", "onhand", "stock", "qtystockcount", "beginningquantity", "qty"],
    ),
    ("store", &["storeroom", "stockroom", "warehouse", "strstocklocation"]),
    ("bin", &["binlocation", "strbinnumber", "binnumber"]),
    ("unit_price", &["cost", "unitcost", "eachcost", "price", "dbllastprice", "averageprice"]),
];

const USERS: Fields = &[
    ("external_id", &["id", "userid", "personnelcode"]),
    ("email", &["emailaddress", "mail", "username"]),
    ("name", &["fullname", "displayname"]),
    ("first_name", &["firstname", "givenname"]),
    ("last_name", &["lastname", "surname", "familyname"]),
    ("role", &["usertype", "userrole"]),
    ("aliases", &["alias", "nickname"]),
    ("team", &["teamname", "teams"]),
];

fn fields(kind: ImportKind) -> Fields {
    match kind {
        ImportKind::WorkOrders => WORK_ORDERS,
        ImportKind::Assets => ASSETS,
        ImportKind::Locations => LOCATIONS,
        ImportKind::Parts => PARTS,
        ImportKind::Users => USERS,
    }
}

/// Names of all fields of a kind.
pub(super) fn names(kind: ImportKind) -> impl Iterator<Item = &'static str> {
    fields(kind).iter().map(|(name, _)| *name)
}

/// The field of this name.
pub(super) fn by_name(kind: ImportKind, name: &str) -> Option<&'static str> {
    names(kind).find(|field| *field == name)
}

/// The field that a header means, and how certain that is: 0 is its own name.
pub(super) fn recognise(kind: ImportKind, header: &str) -> Option<(&'static str, usize)> {
    let key = header_key(header);
    fields(kind).iter().find_map(|(name, aliases)| {
        if header_key(name) == key {
            return Some((*name, 0));
        }
        aliases.iter().position(|alias| *alias == key).map(|at| (*name, at + 1))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn peers_are_understood() {
        let of = |kind, header| recognise(kind, header).map(|(name, _)| name);
        assert_eq!(of(ImportKind::Assets, "ASSETNUM"), Some("code"));
        assert_eq!(of(ImportKind::Assets, "Parent Asset"), Some("parent"));
        assert_eq!(of(ImportKind::Assets, "strSerialNumber"), Some("serial_number"));
        assert_eq!(of(ImportKind::Assets, "Warranty_Expiration date"), Some("warranty_until"));
        assert_eq!(of(ImportKind::WorkOrders, "Completed On"), Some("completed_at"));
        assert_eq!(of(ImportKind::WorkOrders, "dtmDateCompleted"), Some("completed_at"));
        assert_eq!(of(ImportKind::Users, "E-Mail Address"), Some("email"));
        assert_eq!(of(ImportKind::Parts, "Colour"), None);
    }

    #[test]
    fn no_header_means_two_fields() {
        for kind in ImportKind::ALL {
            let mut seen = std::collections::HashSet::new();
            for (name, aliases) in fields(kind) {
                assert!(seen.insert(header_key(name)), "{name}");
                for alias in aliases.iter().filter(|alias| **alias != header_key(name)) {
                    assert_eq!(*alias, header_key(alias));
                    assert!(seen.insert((*alias).to_owned()), "{alias}");
                }
            }
        }
    }
}
