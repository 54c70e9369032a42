// The calls that are no restore job's own: organizations, projects, clusters. Version dates are
// exact (a later date would let a new version change a reply under us).
#pragma once

#include "atlas/resources.h"
#include "http/request.h"

/// The clusters of one project in the list of all: name, ID, version, no tier and no state.
struct ProjectClusters {
    QString id; // of the project
    QString name;
    QString orgId;
    QString orgName;
    QList<Cluster> clusters;

    bool operator==(const ProjectClusters &) const = default;
};

/// Atlas operationId listOrgs.
Request<Page<Organization>> listOrganizations(const PageRequest &page);
/// Atlas operationId listGroups.
Request<Page<Project>> listProjects(const PageRequest &page);
/// Atlas operationId getGroup.
Request<Project> getProject(const QString &projectId);
/// Atlas operationId listClusterDetails: every cluster of every project the login can read.
Request<Page<ProjectClusters>> listAllClusters(const PageRequest &page);
/// Atlas operationId listGroupClusters (2024-08-05): everything but Flex, with the deleted clusters
/// whose backups are kept.
Request<Page<Cluster>> listClusters(const QString &projectId, const PageRequest &page);
/// Atlas operationId listGroupFlexClusters (2024-11-13).
Request<Page<Cluster>> listFlexClusters(const QString &projectId, const PageRequest &page);
/// Atlas operationId getOrgGroups.
Request<Page<Project>> listProjectsOf(const QString &orgId, const PageRequest &page);
/// Atlas operationId getGroupCluster (2024-08-05).
Request<Cluster> getCluster(const ClusterRef &cluster);
/// Atlas operationId getGroupFlexCluster (2024-11-13).
Request<Cluster> getFlexCluster(const ClusterRef &cluster);

/// `envelope` and `pretty`, which every operation takes (some take envelope only; Atlas ignores the
/// other). The readers unwrap an envelope whether or not it was asked for.
template <typename T> Request<T> withFlags(Request<T> request, bool envelope, bool pretty)
{
    if (envelope)
        request.query.addQueryItem(QStringLiteral("envelope"), QStringLiteral("true"));
    if (pretty)
        request.query.addQueryItem(QStringLiteral("pretty"), QStringLiteral("true"));
    return request;
}

/// The contract's path patterns, checked before anything is sent.
bool isObjectId(QStringView text); // ^[a-f0-9]{24}$
bool isClusterName(QStringView text); // ^[a-zA-Z0-9][a-zA-Z0-9-]*$
bool isRestoreTargetName(QStringView text); // tenant/flex targets: 1..64 of \p{L}\p{N}-_.(),:&@+'
