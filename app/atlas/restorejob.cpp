#include "atlas/restorejob.h"

#include <QCoreApplication>

#include <algorithm>

namespace {

struct JobStates {
    Q_DECLARE_TR_FUNCTIONS(JobStates)
};

} // namespace

JobState currentState(const RestoreJob &job, const QDateTime &now)
{
    if (!job.download || !job.expires.isValid() || !now.isValid() || job.expires > now)
        return job.state;
    switch (job.state) {
    case JobState::Cancelled:
    case JobState::Failed:
    case JobState::UsedUp:
        return job.state;
    default:
        return JobState::Expired;
    }
}

bool isActive(JobState state)
{
    return state == JobState::Queued || state == JobState::Running || state == JobState::Unknown;
}

QString stateName(JobState state)
{
    switch (state) {
    case JobState::Queued:
        return JobStates::tr("Queued");
    case JobState::Running:
        return JobStates::tr("Running");
    case JobState::Ready:
        return JobStates::tr("Ready");
    case JobState::Done:
        return JobStates::tr("Done");
    case JobState::Expired:
        return JobStates::tr("Expired");
    case JobState::UsedUp:
        return JobStates::tr("Used up");
    case JobState::Cancelled:
        return JobStates::tr("Cancelled");
    case JobState::Failed:
        return JobStates::tr("Failed");
    case JobState::Unknown:
        break;
    }
    return JobStates::tr("Unknown");
}

bool JobDetails::hasLinks() const
{
    return std::any_of(deliveries.cbegin(), deliveries.cend(),
                       [](const Delivery &delivery) { return delivery.hasLink(); });
}
