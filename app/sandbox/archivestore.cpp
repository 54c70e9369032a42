#include "sandbox/archivestore.h"

namespace {

constexpr qint64 kStep = 256 * 1024;
constexpr qint64 kAlong = 1024 * 1024; // while the file is sent
constexpr qint64 kLook = 64 * 1024 * 1024; // a fraction of a second

} // namespace

std::shared_ptr<const Archive> ArchiveStore::open(const Form &form)
{
    Entry &entry = m_entries[form.key];
    if (!entry.archive) {
        const QString key = entry.generation == 0
            ? form.key
            : form.key + QLatin1Char('/') + QString::number(entry.generation);
        entry.archive = std::make_shared<const Archive>(key, form.folder, form.bytes);
    }
    return entry.archive;
}

void ArchiveStore::renew(const QString &key)
{
    Entry &entry = m_entries[key];
    entry = {nullptr, entry.generation + 1, nullptr};
}

ArchiveStore::Running &ArchiveStore::advance(const Form &form, qint64 end, qint64 most)
{
    const auto archive = open(form);
    auto &running = m_entries[form.key].hash;
    if (!running) {
        running = std::make_unique<Running>();
        running->archive = archive;
    }
    const qint64 until = qMin(qMin(end, archive->size()), running->done + most);
    while (running->done < until) {
        const QByteArray bytes = archive->read(running->done, qMin(kStep, until - running->done));
        running->sha1.addData(bytes);
        running->done += bytes.size();
    }
    return *running;
}

void ArchiveStore::hash(const Form &form, qint64 end)
{
    advance(form, end, kAlong);
}

QString ArchiveStore::sha1(const Form &form)
{
    const Running &running = advance(form, open(form)->size(), kLook);
    return running.done == running.archive->size()
        ? QString::fromLatin1(running.sha1.result().toHex())
        : QString();
}
