#include "atlas/errortable.h"

#include <QtGlobal>

namespace {

using Kind = Error::Kind;

constexpr CodeRow kCodeRows[] = {
    // address
    {"IP_ADDRESS_NOT_ON_ACCESS_LIST", Kind::AddressRefused,
     QT_TRANSLATE_NOOP("Errors", "Atlas does not accept API calls from this computer's address."),
     QT_TRANSLATE_NOOP("Errors",
                       "Add this computer's address to the API access list of the login "
                       "(organization or project access list in Atlas), then try again.")},
    {"ORG_REQUIRES_ACCESS_LIST", Kind::AddressRefused,
     QT_TRANSLATE_NOOP("Errors",
                       "The organization takes API calls only from addresses on an access list, "
                       "and this login has no such list."),
     QT_TRANSLATE_NOOP("Errors",
                       "Add this computer's address to the API access list of the login in Atlas, "
                       "then try again.")},
    {"RESOURCE_REQUIRES_ACCESS_LIST", Kind::AddressRefused,
     QT_TRANSLATE_NOOP("Errors",
                       "This call is taken only from addresses on an access list, and this login "
                       "has no such list."),
     QT_TRANSLATE_NOOP("Errors",
                       "Add this computer's address to the API access list of the login in Atlas, "
                       "then try again.")},
    {"GLOBAL_USER_OUTSIDE_SUBNET", Kind::AddressRefused,
     QT_TRANSLATE_NOOP("Errors", "Atlas does not accept this login from this computer's network."),
     QT_TRANSLATE_NOOP("Errors", "Use a computer inside the permitted network, or another login.")},
    // identity and role
    {"USER_UNAUTHORIZED", Kind::Forbidden,
     QT_TRANSLATE_NOOP("Errors", "This login may not do that."),
     QT_TRANSLATE_NOOP(
         "Errors", "Ask an owner of the project for the role that is missing, then try again.")},
    {"NOT_IN_GROUP", Kind::Forbidden,
     QT_TRANSLATE_NOOP("Errors", "This login does not belong to the project."),
     QT_TRANSLATE_NOOP("Errors",
                       "Add the service account or API key to the project in Atlas, or use a login "
                       "that belongs to it.")},
    {"USER_CANNOT_ACCESS_GROUP", Kind::Forbidden,
     QT_TRANSLATE_NOOP("Errors", "This login has no access to the project."),
     QT_TRANSLATE_NOOP("Errors",
                       "Add the service account or API key to the project in Atlas, or use a login "
                       "that belongs to it.")},
    {"TENANT_SNAPSHOT_ACCESS_DENIED", Kind::Forbidden,
     QT_TRANSLATE_NOOP("Errors", "This login may not use the snapshot."),
     QT_TRANSLATE_NOOP("Errors",
                       "Ask an owner of the snapshot's project for access, or use another login.")},
    {"ACCESS_FORBIDDEN", Kind::Forbidden,
     QT_TRANSLATE_NOOP("Errors", "A role is missing for this."),
     QT_TRANSLATE_NOOP("Errors",
                       "Ask an owner of the project for the role: Project Backup Manager for "
                       "restore jobs, Project Read Only for the rest.")},
    {"CANNOT_RESTORE_TO_TARGET", Kind::Forbidden,
     QT_TRANSLATE_NOOP("Errors",
                       "This login may not restore onto that target. Nothing was started and no "
                       "data was touched."),
     QT_TRANSLATE_NOOP(
         "Errors",
         "Get the restore role in the target's project as well, or choose another target.")},
    {"FEATURE_UNSUPPORTED", Kind::Forbidden,
     QT_TRANSLATE_NOOP("Errors", "Atlas does not offer this for the cluster."),
     QT_TRANSLATE_NOOP("Errors",
                       "If the cluster is a Flex cluster or was one lately, refresh and use its "
                       "own snapshots; otherwise its tier or plan lacks the feature.")},
    {"ACCOUNT_SUSPENDED", Kind::Forbidden,
     QT_TRANSLATE_NOOP("Errors", "The organization's account is suspended."),
     QT_TRANSLATE_NOOP(
         "Errors", "Settle the account's billing in Atlas; until then nothing can be done here.")},
    // not there
    {"CLUSTER_NOT_FOUND", Kind::NotFound,
     QT_TRANSLATE_NOOP("Errors", "There is no such cluster in the project."),
     QT_TRANSLATE_NOOP("Errors",
                       "Refresh the list of clusters: it may have been deleted, renamed or moved "
                       "to another kind.")},
    {"GROUP_NOT_FOUND", Kind::NotFound,
     QT_TRANSLATE_NOOP("Errors", "There is no such project, or this login does not see it."),
     QT_TRANSLATE_NOOP("Errors", "Check the project ID and the organization of the login.")},
    {"SNAPSHOT_NOT_FOUND", Kind::NotFound,
     QT_TRANSLATE_NOOP("Errors", "The snapshot does not exist any more."),
     QT_TRANSLATE_NOOP("Errors",
                       "Refresh the snapshots and choose another one: it may have expired.")},
    {"RESTORE_JOB_NOT_FOUND", Kind::NotFound,
     QT_TRANSLATE_NOOP("Errors", "The restore job does not exist any more."),
     QT_TRANSLATE_NOOP("Errors", "Refresh the restore jobs.")},
    {"TENANT_SNAPSHOT_NOT_FOUND", Kind::NotFound,
     QT_TRANSLATE_NOOP("Errors", "The snapshot does not exist any more."),
     QT_TRANSLATE_NOOP("Errors",
                       "Refresh the snapshots and choose another one: it may have expired, or the "
                       "cluster is a Flex cluster now.")},
    {"TENANT_RESTORE_NOT_FOUND", Kind::NotFound,
     QT_TRANSLATE_NOOP("Errors", "The restore job does not exist any more."),
     QT_TRANSLATE_NOOP("Errors",
                       "Refresh the restore jobs; if the cluster is a Flex cluster now, its jobs "
                       "are listed there.")},
    {"INVALID_JOB_ID", Kind::NotFound,
     QT_TRANSLATE_NOOP("Errors", "There is no restore job with this ID."),
     QT_TRANSLATE_NOOP("Errors", "Refresh the restore jobs.")},
    {"INVALID_SNAPSHOT_ID", Kind::NotFound,
     QT_TRANSLATE_NOOP("Errors", "There is no snapshot with this ID."),
     QT_TRANSLATE_NOOP("Errors", "Refresh the snapshots and choose another one.")},
    {"CHECKPOINT_NOT_FOUND", Kind::NotFound,
     QT_TRANSLATE_NOOP("Errors", "The checkpoint does not exist any more."),
     QT_TRANSLATE_NOOP("Errors", "Choose another point in time.")},
    {"RESOURCE_NOT_FOUND", Kind::NotFound,
     QT_TRANSLATE_NOOP("Errors", "Atlas does not find what was asked for."),
     QT_TRANSLATE_NOOP("Errors", "Refresh: it may have been deleted meanwhile.")},
    // wrong API
    {"CANNOT_USE_FLEX_CLUSTER_IN_CLUSTER_API", Kind::WrongApi,
     QT_TRANSLATE_NOOP(
         "Errors",
         "The cluster is a Flex cluster now, so Atlas refuses the calls for other clusters."),
     QT_TRANSLATE_NOOP("Errors",
                       "Refresh the list of clusters and use the Flex snapshots of this cluster.")},
    {"CANNOT_USE_NON_FLEX_CLUSTER_IN_FLEX_API", Kind::WrongApi,
     QT_TRANSLATE_NOOP(
         "Errors", "The cluster is no Flex cluster, so Atlas refuses the calls for Flex clusters."),
     QT_TRANSLATE_NOOP(
         "Errors",
         "Refresh the list of clusters and start again from the cluster's own snapshots.")},
    {"INCORRECT_BACKUP_API_ENDPOINT", Kind::WrongApi,
     QT_TRANSLATE_NOOP("Errors",
                       "The cluster's backups are of another kind than the one asked for."),
     QT_TRANSLATE_NOOP(
         "Errors",
         "Refresh the list of clusters and start again from the cluster's own snapshots.")},
    {"ATLAS_GROUP", Kind::WrongApi,
     QT_TRANSLATE_NOOP("Errors", "This call is not for projects in Atlas."),
     QT_TRANSLATE_NOOP("Errors", "Check the base URL and the project of the profile.")},
    {"NOT_ATLAS_GROUP", Kind::WrongApi,
     QT_TRANSLATE_NOOP("Errors", "The project is not an Atlas project."),
     QT_TRANSLATE_NOOP("Errors", "Check the base URL and the project of the profile.")},
    // target of a tenant or Flex restore
    {"TENANT_RESTORE_VERSION_MISMATCH", Kind::TargetUnsuitable,
     QT_TRANSLATE_NOOP("Errors",
                       "The target runs another major version of MongoDB than the snapshot. "
                       "Nothing was started and no data was touched."),
     QT_TRANSLATE_NOOP(
         "Errors",
         "Choose a target of the snapshot's major version, or upgrade the target first.")},
    {"TENANT_RESTORE_DESTINATION_ENCRYPTION", Kind::TargetUnsuitable,
     QT_TRANSLATE_NOOP("Errors",
                       "The target uses encryption at rest, which such restores do not allow. "
                       "Nothing was started and no data was touched."),
     QT_TRANSLATE_NOOP("Errors", "Choose a target without encryption at rest.")},
    {"TENANT_RESTORE_DESTINATION_UNAVAILABLE", Kind::TargetUnsuitable,
     QT_TRANSLATE_NOOP(
         "Errors",
         "The target cannot take a restore just now. Nothing was started and no data was touched."),
     QT_TRANSLATE_NOOP(
         "Errors", "Wait until the target is idle and not paused, then review the restore again.")},
    {"TENANT_RESTORE_INCOMPATIBLE_TOPOLOGY", Kind::TargetUnsuitable,
     QT_TRANSLATE_NOOP("Errors",
                       "The target is no replica set, and such restores go to replica sets only. "
                       "Nothing was started and no data was touched."),
     QT_TRANSLATE_NOOP("Errors", "Choose a target that is a replica set.")},
    // target of a cloud restore
    {"CLUSTER_PAUSED_CANNOT_RESTORE", Kind::TargetUnsuitable,
     QT_TRANSLATE_NOOP("Errors",
                       "The target is paused. Nothing was started and no data was touched."),
     QT_TRANSLATE_NOOP(
         "Errors",
         "Resume the target in Atlas, wait until it is idle, then review the restore again.")},
    {"INVALID_SNAPSHOT_RESTORE_ENCRYPTION", Kind::TargetUnsuitable,
     QT_TRANSLATE_NOOP("Errors",
                       "Encryption at rest of the target is not the same as the snapshot's. "
                       "Nothing was started and no data was touched."),
     QT_TRANSLATE_NOOP("Errors", "Choose a target with the snapshot's encryption settings.")},
    {"CANNOT_PERFORM_RESTORE_ON_CLUSTER_WITH_RUNNING_LIVE_IMPORT", Kind::TargetUnsuitable,
     QT_TRANSLATE_NOOP(
         "Errors",
         "A live import into the target is running. Nothing was started and no data was touched."),
     QT_TRANSLATE_NOOP("Errors", "Wait for the import to end, or choose another target.")},
    {"AUTOMATED_RESTORE_OF_SHARD_NOT_ALLOWED", Kind::TargetUnsuitable,
     QT_TRANSLATE_NOOP(
         "Errors",
         "One shard alone cannot be restored. Nothing was started and no data was touched."),
     QT_TRANSLATE_NOOP("Errors", "Restore the snapshot of the whole sharded cluster.")},
    {"ATLAS_CLUSTER_RESTORE_IN_PROGRESS", Kind::Conflict,
     QT_TRANSLATE_NOOP("Errors",
                       "Another restore onto the target is running. This one was not started."),
     QT_TRANSLATE_NOOP(
         "Errors",
         "Look at the restore jobs, wait for the other to end, then review this one again.")},
    {"RESTORE_INITIATION_FAILED", Kind::Conflict,
     QT_TRANSLATE_NOOP("Errors", "Atlas could not start the restore."),
     QT_TRANSLATE_NOOP("Errors",
                       "Look at the restore jobs and the target's state before another attempt.")},
    // point in time
    {"INVALID_PIT_RESTORE_TIME", Kind::Rejected,
     QT_TRANSLATE_NOOP(
         "Errors", "The cluster cannot be restored to that point in time. Nothing was started."),
     QT_TRANSLATE_NOOP("Errors", "Choose a time inside the cluster's restore window.")},
    {"PIT_RESTORE_ONLY_SUPPORTED_FOR_REPLICA_SETS", Kind::Rejected,
     QT_TRANSLATE_NOOP(
         "Errors",
         "Only replica sets can be restored to a point in time this way. Nothing was started."),
     QT_TRANSLATE_NOOP("Errors", "Restore a snapshot instead.")},
    {"OPLOG_RESTORE_ONLY_SUPPORTED_FOR_REPLICA_SETS", Kind::Rejected,
     QT_TRANSLATE_NOOP("Errors",
                       "Only replica sets can be restored to an oplog entry. Nothing was started."),
     QT_TRANSLATE_NOOP("Errors", "Restore a snapshot instead.")},
    {"UNABLE_T0_FIND_SNAPSHOT_PRIOR_TO_PIT_RESTORE_OPTIME", Kind::NotFound,
     QT_TRANSLATE_NOOP("Errors",
                       "There is no snapshot before that point in time. Nothing was started."),
     QT_TRANSLATE_NOOP("Errors", "Choose a later time.")},
    {"NO_CHECKPOINT_FOR_PIT_RESTORE", Kind::Conflict,
     QT_TRANSLATE_NOOP("Errors",
                       "There is no checkpoint for that point in time. Nothing was started."),
     QT_TRANSLATE_NOOP("Errors", "Choose another time, or restore a snapshot.")},
    // snapshot
    {"CANNOT_START_RESTORE_JOB_FOR_DELETED_SNAPSHOT", Kind::Conflict,
     QT_TRANSLATE_NOOP("Errors", "The snapshot has been deleted. Nothing was started."),
     QT_TRANSLATE_NOOP("Errors", "Refresh the snapshots and choose another one.")},
    {"CANNOT_START_RESTORE_JOB_FOR_DELETED_CLUSTER_SNAPSHOT", Kind::Conflict,
     QT_TRANSLATE_NOOP("Errors", "The snapshot has been deleted. Nothing was started."),
     QT_TRANSLATE_NOOP("Errors", "Refresh the snapshots and choose another one.")},
    {"CANNOT_START_RESTORE_JOB_FOR_INCOMPLETE_CLUSTER_SNAPSHOT", Kind::Conflict,
     QT_TRANSLATE_NOOP("Errors", "The snapshot is not complete. Nothing was started."),
     QT_TRANSLATE_NOOP("Errors", "Wait until it is complete, or choose another one.")},
    {"UNFINISHED_ON_DEMAND_SNAPSHOT", Kind::Rejected,
     QT_TRANSLATE_NOOP("Errors",
                       "A snapshot of the cluster is still being taken. Nothing was started."),
     QT_TRANSLATE_NOOP("Errors", "Wait until it is complete, then try again.")},
    // download
    {"CANNOT_DOWNLOAD_SNAPSHOT_CONCURRENTLY", Kind::Rejected,
     QT_TRANSLATE_NOOP("Errors", "Another download of this snapshot is being prepared or fetched."),
     QT_TRANSLATE_NOOP("Errors", "Look for it among the restore jobs, or wait until it is over.")},
    {"TOO_MANY_SNAPSHOT_DOWNLOADS", Kind::Rejected,
     QT_TRANSLATE_NOOP("Errors", "Too many downloads of snapshots are under way."),
     QT_TRANSLATE_NOOP("Errors", "Wait until one of them is over.")},
    {"CANNOT_DOWNLOAD_SNAPSHOT_WITH_ENCRYPTION", Kind::Rejected,
     QT_TRANSLATE_NOOP("Errors",
                       "Snapshots encrypted with a key of your own cannot be downloaded."),
     QT_TRANSLATE_NOOP("Errors", "Restore the snapshot onto a cluster instead.")},
    {"CANNOT_DOWNLOAD_EXPIRED_JOB", Kind::Rejected,
     QT_TRANSLATE_NOOP("Errors", "The link of this job has expired."),
     QT_TRANSLATE_NOOP("Errors", "Ask for a new download of the snapshot.")},
    {"CANNOT_DOWNLOAD_JOB_IN_PROGRESS", Kind::Rejected,
     QT_TRANSLATE_NOOP("Errors", "Atlas has not finished preparing the file."),
     QT_TRANSLATE_NOOP("Errors", "Wait until the job is ready.")},
    {"CANNOT_DOWNLOAD_INCOMPLETE_SNAPSHOT", Kind::Conflict,
     QT_TRANSLATE_NOOP("Errors", "The snapshot is not complete, so it cannot be downloaded."),
     QT_TRANSLATE_NOOP("Errors", "Wait until it is complete, or choose another one.")},
    {"LINK_EXPIRATION_AFTER_SNAPSHOT_DELETION", Kind::Conflict,
     QT_TRANSLATE_NOOP("Errors", "The snapshot will be deleted before a link to it would expire."),
     QT_TRANSLATE_NOOP("Errors", "Choose a younger snapshot, or restore this one onto a cluster.")},
    {"ATLAS_NETWORK_PERMISSIONS_SIZE_EXCEEDED", Kind::Forbidden,
     QT_TRANSLATE_NOOP("Errors",
                       "The project's IP access list is too long for a download of this kind."),
     QT_TRANSLATE_NOOP(
         "Errors",
         "Shorten the project's IP access list in Atlas, then ask for the download again.")},
    // cancel
    {"CANNOT_CANCEL_AUTOMATED_RESTORE", Kind::Rejected,
     QT_TRANSLATE_NOOP("Errors", "A restore onto a cluster cannot be cancelled; it goes on."),
     QT_TRANSLATE_NOOP("Errors", "Wait for it to end. Only downloads can be cancelled.")},
    {"ATLAS_BACKUP_CANCEL_SHARD_RESTORE_JOB_NOT_ALLOWED", Kind::Rejected,
     QT_TRANSLATE_NOOP("Errors", "The restore of one shard cannot be cancelled; it goes on."),
     QT_TRANSLATE_NOOP("Errors", "Wait for it to end. Only downloads can be cancelled.")},
    // request
    {"VALIDATION_ERROR", Kind::Rejected,
     QT_TRANSLATE_NOOP("Errors", "The request breaks a rule of Atlas; nothing was changed."),
     QT_TRANSLATE_NOOP("Errors", "Read what Atlas says about it and correct the choice.")},
    {"INVALID_ATTRIBUTE", Kind::Rejected,
     QT_TRANSLATE_NOOP("Errors",
                       "Atlas does not accept one of the values sent; nothing was changed."),
     QT_TRANSLATE_NOOP("Errors", "Read what Atlas says about it and correct the choice.")},
    {"MISSING_ATTRIBUTE", Kind::Rejected,
     QT_TRANSLATE_NOOP("Errors", "Atlas misses a value in the request; nothing was changed."),
     QT_TRANSLATE_NOOP("Errors", "Read what Atlas says about it and fill in what is missing.")},
    {"INVALID_ENUM_VALUE", Kind::Rejected,
     QT_TRANSLATE_NOOP("Errors", "Atlas does not know one of the words sent; nothing was changed."),
     QT_TRANSLATE_NOOP("Errors", "Update Snapback, or report this as a fault of Snapback.")},
    {"UNSUPPORTED_DELIVERY_METHOD", Kind::Rejected,
     QT_TRANSLATE_NOOP("Errors", "Atlas does not offer this way of delivery; nothing was started."),
     QT_TRANSLATE_NOOP("Errors",
                       "Choose another way: a restore onto a cluster or a download by HTTPS.")},
    {"INVALID_DELIVERY_SCP", Kind::Rejected,
     QT_TRANSLATE_NOOP(
         "Errors",
         "Atlas does not accept the details of the delivery by SCP; nothing was started."),
     QT_TRANSLATE_NOOP("Errors",
                       "Choose another way: a restore onto a cluster or a download by HTTPS.")},
    {"INVALID_VERSION_DATE", Kind::Rejected,
     QT_TRANSLATE_NOOP("Errors",
                       "Atlas does not serve the version of this call that Snapback asked for."),
     QT_TRANSLATE_NOOP("Errors", "Update Snapback, or check the base URL of the profile.")},
    // service
    {"RATE_LIMITED", Kind::RateLimited,
     QT_TRANSLATE_NOOP("Errors",
                       "Too many calls: Atlas takes no more for the moment. Nothing was changed."),
     QT_TRANSLATE_NOOP(
         "Errors",
         "Wait a little and try again. The limit is shared by all clients of the project.")},
    {"RATE_LIMITED_TOKEN_BUCKET", Kind::RateLimited,
     QT_TRANSLATE_NOOP("Errors",
                       "Too many calls: Atlas takes no more for the moment. Nothing was changed."),
     QT_TRANSLATE_NOOP(
         "Errors",
         "Wait a little and try again. The limit is shared by all clients of the project.")},
    {"VERSION_GONE", Kind::Retired,
     QT_TRANSLATE_NOOP("Errors", "Atlas has retired this call. Nothing was changed."),
     QT_TRANSLATE_NOOP("Errors",
                       "M2 and M5 clusters are Flex clusters now: refresh the clusters and use the "
                       "Flex snapshots.")},
    {"WRITES_NOT_ALLOWED_DURING_APP_UPGRADES", Kind::ServiceTrouble,
     QT_TRANSLATE_NOOP(
         "Errors", "Atlas is being upgraded and takes no changes just now. Nothing was changed."),
     QT_TRANSLATE_NOOP("Errors", "Try again in some minutes.")},
    {"SERVICE_UNAVAILABLE", Kind::ServiceTrouble,
     QT_TRANSLATE_NOOP("Errors", "Atlas is not available just now."),
     QT_TRANSLATE_NOOP(
         "Errors",
         "Try again in some minutes; the state of the service is on status.mongodb.com.")},
    {"UNEXPECTED_ERROR", Kind::ServiceTrouble,
     QT_TRANSLATE_NOOP("Errors", "Something went wrong inside Atlas."),
     QT_TRANSLATE_NOOP("Errors",
                       "Try again in some minutes; if it stays, contact MongoDB support.")},
    // login (OAuth)
    {"invalid_client", Kind::LoginRefused,
     QT_TRANSLATE_NOOP(
         "Errors", "Atlas does not know this client ID, or the secret is wrong or has expired."),
     QT_TRANSLATE_NOOP("Errors", "Check the client ID and enter a current secret in the profile.")},
    {"invalid_grant", Kind::LoginRefused,
     QT_TRANSLATE_NOOP("Errors", "Atlas does not grant a token for this service account."),
     QT_TRANSLATE_NOOP(
         "Errors",
         "Check the service account in Atlas and enter a current secret in the profile.")},
    {"invalid_request", Kind::Rejected,
     QT_TRANSLATE_NOOP("Errors", "Atlas does not understand the request for a token."),
     QT_TRANSLATE_NOOP(
         "Errors",
         "Check the base URL of the profile; if it is right, report this as a fault of Snapback.")},
    {"unsupported_grant_type", Kind::Rejected,
     QT_TRANSLATE_NOOP("Errors", "The service does not offer logins by service account."),
     QT_TRANSLATE_NOOP("Errors", "Check the base URL of the profile, or use an API key.")},
    {"access_denied", Kind::Forbidden,
     QT_TRANSLATE_NOOP("Errors", "Atlas refuses a token to this service account."),
     QT_TRANSLATE_NOOP(
         "Errors",
         "Check in Atlas that the service account is active and belongs to the organization.")},
    {"server_error", Kind::ServiceTrouble,
     QT_TRANSLATE_NOOP("Errors", "Something went wrong inside Atlas's login service."),
     QT_TRANSLATE_NOOP("Errors", "Try again in some minutes.")},
};

constexpr StatusRow kStatusRows[] = {
    {400, Kind::Rejected,
     QT_TRANSLATE_NOOP("Errors", "Atlas does not accept the request; nothing was changed."),
     QT_TRANSLATE_NOOP("Errors", "Read what Atlas says about it and correct the choice.")},
    {401, Kind::LoginRefused, QT_TRANSLATE_NOOP("Errors", "Atlas does not accept this login here."),
     QT_TRANSLATE_NOOP("Errors",
                       "Check the profile's credentials. If they are right, the project belongs to "
                       "another organization than the login.")},
    {402, Kind::Forbidden, QT_TRANSLATE_NOOP("Errors", "Atlas asks for payment before it goes on."),
     QT_TRANSLATE_NOOP("Errors", "Settle the account's billing in Atlas.")},
    {403, Kind::Forbidden, QT_TRANSLATE_NOOP("Errors", "This login may not do that."),
     QT_TRANSLATE_NOOP("Errors",
                       "A role is missing, or this computer's address is not on the access list: "
                       "ask an owner of the project.")},
    {404, Kind::NotFound, QT_TRANSLATE_NOOP("Errors", "Atlas does not find what was asked for."),
     QT_TRANSLATE_NOOP("Errors",
                       "Refresh: it may have been deleted meanwhile. Check the base URL if nothing "
                       "is ever found.")},
    {405, Kind::Rejected,
     QT_TRANSLATE_NOOP("Errors", "Atlas does not allow this here; nothing was changed."),
     QT_TRANSLATE_NOOP("Errors", "Refresh, then look whether the action still makes sense.")},
    {406, Kind::Rejected,
     QT_TRANSLATE_NOOP("Errors",
                       "Atlas does not serve the version of this call that Snapback asked for."),
     QT_TRANSLATE_NOOP("Errors", "Update Snapback, or check the base URL of the profile.")},
    {407, Kind::Proxy, QT_TRANSLATE_NOOP("Errors", "The proxy asks for a login."),
     QT_TRANSLATE_NOOP("Errors", "Check the proxy in the profile's network settings.")},
    {408, Kind::Timeout,
     QT_TRANSLATE_NOOP("Errors", "The service gave up waiting for the request."),
     QT_TRANSLATE_NOOP("Errors", "Try again; check the network if it happens often.")},
    {409, Kind::Conflict,
     QT_TRANSLATE_NOOP(
         "Errors",
         "The present state of the cluster or job does not allow this; nothing was changed."),
     QT_TRANSLATE_NOOP("Errors", "Refresh, look at the state, then try again.")},
    {410, Kind::Retired,
     QT_TRANSLATE_NOOP("Errors", "Atlas has retired this call. Nothing was changed."),
     QT_TRANSLATE_NOOP("Errors",
                       "M2 and M5 clusters are Flex clusters now: refresh the clusters and use the "
                       "Flex snapshots.")},
    {415, Kind::Rejected,
     QT_TRANSLATE_NOOP("Errors",
                       "Atlas does not accept the format of the request; nothing was changed."),
     QT_TRANSLATE_NOOP("Errors", "Update Snapback, or check the base URL of the profile.")},
    {422, Kind::Rejected,
     QT_TRANSLATE_NOOP("Errors",
                       "Atlas understands the request but cannot follow it; nothing was changed."),
     QT_TRANSLATE_NOOP("Errors", "Read what Atlas says about it and correct the choice.")},
    {429, Kind::RateLimited,
     QT_TRANSLATE_NOOP("Errors",
                       "Too many calls: Atlas takes no more for the moment. Nothing was changed."),
     QT_TRANSLATE_NOOP(
         "Errors",
         "Wait a little and try again. The limit is shared by all clients of the project.")},
    {500, Kind::ServiceTrouble, QT_TRANSLATE_NOOP("Errors", "Something went wrong inside Atlas."),
     QT_TRANSLATE_NOOP("Errors",
                       "Try again in some minutes; if it stays, contact MongoDB support.")},
    {502, Kind::ServiceTrouble,
     QT_TRANSLATE_NOOP("Errors",
                       "Atlas, or a proxy before it, got no answer from its own service."),
     QT_TRANSLATE_NOOP("Errors", "Try again in some minutes.")},
    {503, Kind::ServiceTrouble, QT_TRANSLATE_NOOP("Errors", "Atlas is not available just now."),
     QT_TRANSLATE_NOOP(
         "Errors",
         "Try again in some minutes; the state of the service is on status.mongodb.com.")},
    {504, Kind::ServiceTrouble,
     QT_TRANSLATE_NOOP("Errors",
                       "Atlas, or a proxy before it, waited too long for its own service."),
     QT_TRANSLATE_NOOP("Errors", "Try again in some minutes.")},
};

constexpr KindRow kKindRows[] = {
    {Kind::InvalidInput,
     QT_TRANSLATE_NOOP("Errors", "What was entered breaks a rule of Atlas; nothing was sent."),
     QT_TRANSLATE_NOOP("Errors", "Correct the field.")},
    {Kind::InsecureUrl,
     QT_TRANSLATE_NOOP("Errors", "The address is not encrypted (http://); nothing was sent."),
     QT_TRANSLATE_NOOP(
         "Errors", "Use an https:// address. Unencrypted ones are allowed on this computer only.")},
    {Kind::Unreachable, QT_TRANSLATE_NOOP("Errors", "The service cannot be reached."),
     QT_TRANSLATE_NOOP("Errors", "Check the network, the base URL and the proxy, then try again.")},
    {Kind::Timeout, QT_TRANSLATE_NOOP("Errors", "The service did not answer in time."),
     QT_TRANSLATE_NOOP("Errors",
                       "Try again; check the network and the proxy if it happens often.")},
    {Kind::Tls,
     QT_TRANSLATE_NOOP("Errors",
                       "The encrypted connection failed: the service could not prove who it is."),
     QT_TRANSLATE_NOOP("Errors",
                       "Check the base URL and this computer's clock. If your network inspects "
                       "traffic, add its certificate in the profile's network settings.")},
    {Kind::Proxy, QT_TRANSLATE_NOOP("Errors", "The proxy does not let the call through."),
     QT_TRANSLATE_NOOP("Errors", "Check the proxy in the profile's network settings.")},
    {Kind::Cancelled, QT_TRANSLATE_NOOP("Errors", "The call was cancelled."),
     QT_TRANSLATE_NOOP("Errors", "Try again if you still need it.")},
    {Kind::LoginRefused, QT_TRANSLATE_NOOP("Errors", "Atlas does not accept this login."),
     QT_TRANSLATE_NOOP("Errors", "Check the profile's credentials and enter them anew.")},
    {Kind::AddressRefused,
     QT_TRANSLATE_NOOP("Errors", "Atlas does not accept API calls from this computer's address."),
     QT_TRANSLATE_NOOP("Errors",
                       "Add this computer's address to the API access list of the login in Atlas, "
                       "then try again.")},
    {Kind::Forbidden, QT_TRANSLATE_NOOP("Errors", "This login may not do that."),
     QT_TRANSLATE_NOOP("Errors", "Ask an owner of the project for the role that is missing.")},
    {Kind::NotFound, QT_TRANSLATE_NOOP("Errors", "Atlas does not find what was asked for."),
     QT_TRANSLATE_NOOP("Errors", "Refresh: it may have been deleted meanwhile.")},
    {Kind::Retired,
     QT_TRANSLATE_NOOP("Errors", "Atlas has retired this call. Nothing was changed."),
     QT_TRANSLATE_NOOP("Errors",
                       "Refresh the clusters; M2 and M5 clusters are Flex clusters now.")},
    {Kind::WrongApi,
     QT_TRANSLATE_NOOP("Errors",
                       "The cluster's backups are of another kind than the one asked for."),
     QT_TRANSLATE_NOOP(
         "Errors",
         "Refresh the list of clusters and start again from the cluster's own snapshots.")},
    {Kind::Rejected,
     QT_TRANSLATE_NOOP("Errors", "Atlas does not accept the request; nothing was changed."),
     QT_TRANSLATE_NOOP("Errors", "Read what Atlas says about it and correct the choice.")},
    {Kind::TargetUnsuitable,
     QT_TRANSLATE_NOOP("Errors",
                       "Atlas refuses this target. Nothing was started and no data was touched."),
     QT_TRANSLATE_NOOP("Errors", "Choose another target.")},
    {Kind::Conflict,
     QT_TRANSLATE_NOOP(
         "Errors",
         "The present state of the cluster or job does not allow this; nothing was changed."),
     QT_TRANSLATE_NOOP("Errors", "Refresh, look at the state, then try again.")},
    {Kind::RateLimited,
     QT_TRANSLATE_NOOP("Errors",
                       "Too many calls: Atlas takes no more for the moment. Nothing was changed."),
     QT_TRANSLATE_NOOP("Errors", "Wait a little and try again.")},
    {Kind::ServiceTrouble, QT_TRANSLATE_NOOP("Errors", "Something went wrong inside Atlas."),
     QT_TRANSLATE_NOOP("Errors", "Try again in some minutes.")},
    {Kind::BadReply,
     QT_TRANSLATE_NOOP(
         "Errors", "The answer cannot be read: it is cut short, or it does not come from Atlas."),
     QT_TRANSLATE_NOOP("Errors", "Check the base URL and the proxy, then try again.")},
    {Kind::OutcomeUnknown,
     QT_TRANSLATE_NOOP("Errors",
                       "We don't know whether the restore started: the request was sent, but no "
                       "clear answer came."),
     QT_TRANSLATE_NOOP("Errors",
                       "Do not start it again yet. Look at the restore jobs of the source first: "
                       "if the job is there, it runs.")},
    {Kind::KeychainMissing,
     QT_TRANSLATE_NOOP("Errors", "This computer offers no keychain, so the secret cannot be kept."),
     QT_TRANSLATE_NOOP("Errors",
                       "Install and start a keychain (GNOME Keyring, KWallet or KeePassXC) and "
                       "retry, or keep the secret for this session only.")},
    {Kind::KeychainLocked,
     QT_TRANSLATE_NOOP("Errors", "The keychain is locked or does not answer."),
     QT_TRANSLATE_NOOP("Errors",
                       "Unlock the keychain and retry, or keep the secret for this session only.")},
    {Kind::KeychainDenied, QT_TRANSLATE_NOOP("Errors", "The keychain did not give access."),
     QT_TRANSLATE_NOOP("Errors", "Retry and allow it, or keep the secret for this session only.")},
    {Kind::KeychainFailed, QT_TRANSLATE_NOOP("Errors", "The keychain could not do what was asked."),
     QT_TRANSLATE_NOOP("Errors", "Retry; if it stays, keep the secret for this session only.")},
    {Kind::Disk,
     QT_TRANSLATE_NOOP("Errors", "A file could not be read or written on this computer."),
     QT_TRANSLATE_NOOP("Errors", "Check free space and permissions, then try again.")},
};

} // namespace

std::span<const CodeRow> codeRows()
{
    return kCodeRows;
}

std::span<const StatusRow> statusRows()
{
    return kStatusRows;
}

std::span<const KindRow> kindRows()
{
    return kKindRows;
}
