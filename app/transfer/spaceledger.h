// What the running downloads of one thread still have to write, by disk: what is free there is
// promised to them already.
#pragma once

#include <QHash>

class SpaceLedger
{
public:
    /// Instead of what `by` claimed before.
    void claim(const void *by, quint64 device, qint64 bytes) { m_claims[by] = {device, bytes}; }
    /// So many of the claimed bytes are on the disk now.
    void written(const void *by, qint64 bytes)
    {
        Claim &claim = m_claims[by];
        claim.bytes = qMax<qint64>(0, claim.bytes - bytes);
    }
    void release(const void *by) { m_claims.remove(by); }
    qint64 claimedByOthers(const void *by, quint64 device) const
    {
        qint64 sum = 0;
        for (auto claim = m_claims.cbegin(); claim != m_claims.cend(); ++claim)
            sum += claim.key() != by && claim->device == device ? claim->bytes : 0;
        return sum;
    }

private:
    struct Claim {
        quint64 device = 0;
        qint64 bytes = 0;
    };
    QHash<const void *, Claim> m_claims;
};
