#include "jobs/jobsummary.h"

#include "atlas/jobkind.h"
#include "base/format.h"

#include <QCoreApplication>

namespace {

struct JobSummary {
    Q_DECLARE_TR_FUNCTIONS(JobSummary)
};

QString place(const QString &cluster, const QString &projectId,
              const std::function<QString(const QString &)> &projectName)
{
    return JobSummary::tr("%1 (project %2, %3)").arg(cluster, projectName(projectId), projectId);
}

} // namespace

QString jobSummary(const RestoreJob &job,
                   const std::function<QString(const QString &)> &projectName, const QDateTime &now)
{
    QStringList lines;
    lines << JobSummary::tr("Restore job %1 (%2): %3")
                 .arg(job.id, job.kind->title(), stateName(currentState(job, now)));
    lines << JobSummary::tr("Source: %1").arg(place(job.sourceCluster, job.projectId, projectName));
    lines << JobSummary::tr("Snapshot: %1, data as of %2")
                 .arg(job.snapshotId,
                      job.snapshotTime.isValid() ? toIsoTime(job.snapshotTime)
                                                 : JobSummary::tr("unknown"));
    if (job.download)
        lines << JobSummary::tr("Target: download");
    else if (!job.targetCluster.isEmpty())
        lines << JobSummary::tr("Target: %1")
                     .arg(place(job.targetCluster, job.targetProjectId, projectName));
    lines << JobSummary::tr("Created: %1").arg(toIsoTime(job.created));
    if (job.finished.isValid())
        lines << JobSummary::tr("Finished: %1").arg(toIsoTime(job.finished));
    if (job.expires.isValid())
        lines << JobSummary::tr("Link expires: %1").arg(toIsoTime(job.expires));
    const JobDetails details = detailsOf(job);
    for (const FileHash &hash : details.hashes)
        lines << QStringLiteral("%1 %2  %3").arg(hash.algorithm, hash.value, hash.fileName);
    lines << JobSummary::tr("As of %1").arg(toIsoTime(now));
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}
