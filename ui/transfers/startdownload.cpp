#include "transfers/startdownload.h"

#include "atlas/jobkind.h"
#include "style/theme.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QStandardPaths>
#include <QVBoxLayout>

namespace {

const QLatin1String kFolderKey("transfers/folder");
constexpr int kDatabasePort = 27017;

QString rememberedFolder(const QSettings &settings)
{
    // The first that is there: neither a drive that was taken out nor a folder never made helps.
    const QStringList folders {settings.value(kFolderKey).toString(),
                               QStandardPaths::writableLocation(QStandardPaths::DownloadLocation)};
    for (const QString &folder : folders) {
        if (!folder.isEmpty() && QFileInfo(folder).isDir())
            return folder;
    }
    return QDir::homePath();
}

} // namespace

StartDownload::StartDownload(const RestoreJob &job, QSettings &settings, QWidget *parent)
    : QDialog(parent), m_settings(settings), m_files(new QLabel), m_road(new QComboBox),
      m_folder(new QLineEdit(rememberedFolder(settings))), m_warning(new QLabel),
      m_start(new QPushButton(tr("&Download")))
{
    setObjectName(QStringLiteral("startDownload"));
    setWindowTitle(tr("Download"));
    const JobDetails details = detailsOf(job);
    const QList<DeliveryRoad> ways = roadsOf(details.deliveries);
    for (const DeliveryRoad &way : ways) {
        if (way.isComplete())
            m_roads.append(way);
        else
            m_notes << tr("%1: no link for %2, so it can't be chosen.", "way, shards")
                           .arg(way.label, way.missing.join(QStringLiteral(", ")));
    }
    if (m_roads.isEmpty())
        m_notes = {tr("Nothing can be downloaded now."), details.deliveryNote};
    if (!job.batchId.isEmpty())
        m_notes << tr("This job holds one shard or the config servers. The backup is whole only "
                      "with the file of every job of batch %1: download each.")
                       .arg(job.batchId);
    m_maxDownloads = details.maxDownloads;
    auto *heading = new QLabel(tr("Download the backup of %1").arg(job.sourceCluster));
    heading->setFont(theme::heading());
    for (QLabel *label : {heading, m_files, m_warning}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    for (const DeliveryRoad &road : std::as_const(m_roads))
        m_road->addItem(road.label);
    m_road->setObjectName(QStringLiteral("downloadRoad"));
    m_road->setAccessibleName(tr("Way"));
    m_folder->setObjectName(QStringLiteral("downloadFolder"));
    m_folder->setAccessibleName(tr("Folder"));
    m_start->setObjectName(QStringLiteral("startDownloadNow"));
    auto *choose = new QPushButton(tr("&Choose…"));
    choose->setObjectName(QStringLiteral("chooseFolder"));
    choose->setAccessibleName(tr("Choose the folder"));
    choose->setAutoDefault(false);
    auto *folderRow = new QHBoxLayout;
    folderRow->setSpacing(theme::kGrid);
    folderRow->addWidget(m_folder, 1);
    folderRow->addWidget(choose);
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(2 * theme::kGrid);
    form->setVerticalSpacing(theme::kGrid);
    form->addRow(tr("Files"), m_files);
    auto *folderLabel = new QLabel(tr("&Folder"));
    folderLabel->setBuddy(m_folder);
    form->addRow(folderLabel, folderRow);
    form->addRow(tr("&Way"), m_road);
    form->setRowVisible(m_road, m_roads.size() > 1);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    buttons->addButton(m_start, QDialogButtonBox::AcceptRole);
    buttons->button(QDialogButtonBox::Cancel)->setAutoDefault(false);
    m_start->setDefault(true);
    auto *column = new QVBoxLayout(this);
    column->setSpacing(2 * theme::kGrid);
    column->addWidget(heading);
    column->addLayout(form);
    column->addWidget(m_warning);
    column->addStretch(1);
    column->addWidget(buttons);
    setMinimumWidth(72 * theme::kGrid);
    connect(choose, &QPushButton::clicked, this, &StartDownload::chooseFolder);
    connect(buttons, &QDialogButtonBox::accepted, this, &StartDownload::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &StartDownload::reject);
    connect(m_road, &QComboBox::currentIndexChanged, this, &StartDownload::update);
    connect(m_folder, &QLineEdit::textChanged, this, &StartDownload::update);
    update();
}

QString StartDownload::folder() const
{
    return m_folder->text().trimmed();
}

DeliveryRoad StartDownload::road() const
{
    return m_roads.value(m_road->currentIndex());
}

void StartDownload::update()
{
    const DeliveryRoad chosen = road();
    QStringList names;
    bool databasePort = false;
    for (const Delivery &file : chosen.files) {
        names << (file.part.isEmpty() ? file.fileName
                                      : tr("%1: %2", "shard, file").arg(file.part, file.fileName));
        databasePort = databasePort || portOf(file) == kDatabasePort;
    }
    m_files->setText(names.isEmpty() ? tr("None") : names.join(QLatin1Char('\n')));
    QStringList warnings = m_notes;
    if (chosen.files.isEmpty()) {
        m_warning->setText(warnings.join(QStringLiteral("\n\n")));
        m_start->setEnabled(false);
        return;
    }
    if (m_maxDownloads == 0)
        warnings << tr("The link may be used again until it expires.");
    else if (m_maxDownloads > 0)
        warnings << tr("The link can be used %n times until it expires. A download that is cut "
                       "goes on where it stopped.",
                       nullptr, m_maxDownloads);
    else
        warnings << tr("The link works once: this download uses it up. If it is cut it goes on "
                       "where it stopped as long as the service lets it; else a new download job "
                       "is needed.");
    if (databasePort)
        warnings << tr("The file comes over port 27017, which some firewalls and proxies block, "
                       "and only to addresses on the project's IP access list.");
    const QFileInfo folderInfo(folder());
    const bool usable = folderInfo.isDir() && folderInfo.isWritable();
    if (!usable)
        warnings << (folderInfo.isDir() ? tr("The folder can't be written.")
                                        : tr("The folder is not there."));
    m_warning->setText(warnings.join(QStringLiteral("\n\n")));
    m_start->setEnabled(usable);
}

void StartDownload::chooseFolder()
{
    auto *dialog = new QFileDialog(this, tr("Folder for downloads"), folder());
    dialog->setObjectName(QStringLiteral("folderDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, m_folder, &QLineEdit::setText);
    dialog->open();
}

void StartDownload::accept()
{
    m_settings.setValue(kFolderKey, folder());
    QDialog::accept();
}
