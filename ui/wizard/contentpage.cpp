#include "wizard/contentpage.h"

#include "base/format.h"
#include "tables/lastgood.h"
#include "widgets/emptystate.h"
#include "wizard/checklist.h"
#include "wizard/contenttree.h"
#include "wizard/wizardparts.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace {

constexpr int kMost = 100; // of each, in one job: the API's own limit

QComboBox *makeChoice(QWidget *parent, const char *name, const QString &words,
                      const QList<QPair<QString, QString>> &entries)
{
    auto *box = new QComboBox(parent);
    box->setObjectName(QLatin1String(name));
    box->setAccessibleName(words);
    for (const auto &[word, text] : entries)
        box->addItem(text, word);
    box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    return box;
}

QLineEdit *makeField(QWidget *parent, const char *name, const QString &words)
{
    auto *field = new QLineEdit(parent);
    field->setObjectName(QLatin1String(name));
    field->setAccessibleName(words);
    return field;
}

} // namespace

ContentPage::ContentPage(RestoreDraft &draft, QWidget *parent)
    : QWizardPage(parent), m_draft(draft), m_snapshots(draft.session().makeSnapshotStore()),
      m_content(draft.session().makeSnapshotContent()), m_what(makeText(this)),
      m_find(makeField(this, "contentFind", tr("Find a database or collection"))),
      m_found(makeText(this)),
      m_readAll(makeButton(this, tr("&Read all collections"), "readAllContent")),
      m_stack(new QStackedWidget(this)), m_tree(new ContentTree(*m_content)),
      m_picture(new EmptyState),
      m_more(makeButton(this, tr("Read &more databases"), "moreDatabases")),
      m_count(makeText(this)),
      m_name(makeField(this, "contentName", tr("Add a database or collection by name"))),
      m_problem(new ToneLine(this)), m_checks(new CheckList(this))
{
    setObjectName(QStringLiteral("contentPage"));
    setTitle(tr("Which databases and collections"));
    m_find->setClearButtonEnabled(true);
    m_find->setPlaceholderText(tr("Find in what has been read"));
    m_name->setPlaceholderText(tr("database or database.collection"));
    m_count->setObjectName(QStringLiteral("contentCount"));
    m_stack->addWidget(m_tree);
    m_stack->addWidget(m_picture);

    auto *search = new QHBoxLayout;
    search->setSpacing(theme::kGrid);
    search->addWidget(makeBuddy(this, tr("&Find"), m_find));
    search->addWidget(m_find, 1);
    search->addWidget(m_readAll);
    search->addWidget(m_more);
    auto *add = new QHBoxLayout;
    add->setSpacing(theme::kGrid);
    auto *addButton = makeButton(this, tr("&Add"), "contentAdd");
    add->addWidget(makeBuddy(this, tr("By &name"), m_name));
    add->addWidget(m_name, 1);
    add->addWidget(addButton);

    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(theme::kGrid);
    layout->addWidget(m_what);
    layout->addLayout(search);
    layout->addWidget(m_found);
    layout->addWidget(m_stack, 1);
    layout->addWidget(m_count);
    layout->addLayout(add);
    layout->addLayout(makeOptions());
    layout->addWidget(m_problem);
    layout->addWidget(m_checks);
    setFocusProxy(m_find);

    connect(m_find, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_tree->find(text);
        showCount();
    });
    connect(m_readAll, &QPushButton::clicked, this, [this] {
        m_readingAll = true;
        readAll();
    });
    connect(m_more, &QPushButton::clicked, this, [this] { m_content->fetchDatabases(); });
    connect(m_picture, &EmptyState::retry, this, [this] {
        m_content->snapshotId().isEmpty() ? m_snapshots->refresh() : m_content->fetchDatabases();
    });
    connect(m_name, &QLineEdit::returnPressed, this, &ContentPage::addName);
    connect(addButton, &QPushButton::clicked, this, &ContentPage::addName);
    connect(m_tree, &ContentTree::choiceChanged, this, &ContentPage::takeChoice);
    connect(m_snapshots.get(), &Store::statusChanged, this, &ContentPage::browseBefore);
    connect(m_content.get(), &Store::statusChanged, this, &ContentPage::takeStore);
    connect(&draft, &RestoreDraft::changed, this, &ContentPage::takeDraft);
}

ContentPage::~ContentPage() = default;

QLayout *ContentPage::makeOptions()
{
    m_write =
        makeChoice(this, "writeStrategy", tr("Where a collection exists already"),
                   {{QStringLiteral("CREATE_NEW"), tr("New ones only (CREATE_NEW)")},
                    {QStringLiteral("OVERWRITE_EXISTING"), tr("Overwrite (OVERWRITE_EXISTING)")}});
    m_index = makeChoice(this, "indexStrategy", tr("Indexes"),
                         {{QStringLiteral("ALL"), tr("All (ALL)")},
                          {QStringLiteral("ALL_EXCEPT_TTL"), tr("All but TTL (ALL_EXCEPT_TTL)")},
                          {QStringLiteral("NONE"), tr("None (NONE)")}});
    m_databaseSuffix = makeField(this, "databaseSuffix", tr("Suffix of database names"));
    m_collectionSuffix = makeField(this, "collectionSuffix", tr("Suffix of collection names"));
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(2 * theme::kGrid);
    grid->setVerticalSpacing(theme::kGrid);
    grid->setColumnStretch(1, 1);
    grid->setColumnStretch(3, 1);
    grid->addWidget(makeBuddy(this, tr("&Write"), m_write), 0, 0);
    grid->addWidget(m_write, 0, 1);
    grid->addWidget(makeBuddy(this, tr("&Indexes"), m_index), 0, 2);
    grid->addWidget(m_index, 0, 3);
    grid->addWidget(makeBuddy(this, tr("&Database suffix"), m_databaseSuffix), 1, 0);
    grid->addWidget(m_databaseSuffix, 1, 1);
    grid->addWidget(makeBuddy(this, tr("&Collection suffix"), m_collectionSuffix), 1, 2);
    grid->addWidget(m_collectionSuffix, 1, 3);
    connect(m_write, &QComboBox::currentIndexChanged, this, &ContentPage::takeFields);
    connect(m_index, &QComboBox::currentIndexChanged, this, &ContentPage::takeFields);
    connect(m_databaseSuffix, &QLineEdit::textChanged, this, &ContentPage::takeFields);
    connect(m_collectionSuffix, &QLineEdit::textChanged, this, &ContentPage::takeFields);
    return grid;
}

bool ContentPage::isComplete() const
{
    const CollectionChoice &choice = m_draft.plan().collections;
    return !(choice.databases.isEmpty() && choice.collections.isEmpty())
        && choice.databases.size() <= kMost && choice.collections.size() <= kMost
        && !m_draft.isBlocked(Check::Page::Content);
}

void ContentPage::initializePage()
{
    m_readingAll = false;
    fillFields();
    const RestorePlan &plan = m_draft.plan();
    if (std::holds_alternative<SnapshotPoint>(plan.point)) {
        m_what->setText(tr("What is in the snapshot of %1 taken %2.")
                            .arg(plan.snapshot.cluster, formatLocalAndUtc(plan.snapshot.taken)));
        browse(plan.snapshot);
    } else if (m_draft.source()) {
        m_what->setText(tr("Looking for the newest snapshot before the point in time."));
        m_snapshots->setScope({*m_draft.source()});
        m_snapshots->refresh();
    }
    m_tree->setChoice(plan.collections);
    takeDraft();
}

void ContentPage::fillFields()
{
    m_filling = true;
    const CollectionChoice &choice = m_draft.plan().collections;
    m_write->setCurrentIndex(qMax(0, m_write->findData(choice.writeStrategy)));
    m_index->setCurrentIndex(qMax(0, m_index->findData(choice.indexStrategy)));
    m_databaseSuffix->setText(choice.databaseSuffix);
    m_collectionSuffix->setText(choice.collectionSuffix);
    m_tree->setSuffixes(choice.databaseSuffix, choice.collectionSuffix);
    m_filling = false;
}

void ContentPage::browse(const Snapshot &snapshot)
{
    m_content->setSnapshot({snapshot.projectId, snapshot.cluster}, snapshot.id);
    if (!m_content->databases().isRead())
        m_content->fetchDatabases();
}

// What a point between snapshots holds nobody lists: the nearest thing is the snapshot that it
// starts from.
void ContentPage::browseBefore()
{
    const RestorePlan &plan = m_draft.plan();
    if (std::holds_alternative<SnapshotPoint>(plan.point) || m_snapshots->scope().isEmpty())
        return;
    if (m_snapshots->isLoading())
        return;
    QList<Snapshot> usable = m_snapshots->records();
    usable.removeIf([this](const Snapshot &one) { return one.kind != m_draft.backups(); });
    const Snapshot *before =
        lastGoodBefore(usable, dataTimeOf(plan), m_draft.session().serverNow());
    if (before) {
        m_what->setText(tr("What is in the newest snapshot before the point in time, taken %1. "
                           "What came later is not in it: add it by name.")
                            .arg(formatLocalAndUtc(before->taken)));
        browse(*before);
        m_tree->setChoice(plan.collections);
        return;
    }
    m_content->setSnapshot({}, {});
    m_what->setText(tr("No snapshot before the point in time can be looked into. Add databases "
                       "and collections by name."));
    m_tree->setChoice(plan.collections);
    takeStore();
}

void ContentPage::takeStore()
{
    const ItemList<SnapshotItem> &list = m_content->databases();
    const bool typed = m_tree->topLevelItemCount() > 0;
    m_more->setVisible(list.isRead() && list.canFetchMore());
    m_stack->setCurrentIndex(typed ? 0 : 1);
    if (!typed && list.error)
        m_picture->showError(*list.error);
    else if (!typed && (list.loading || m_snapshots->isLoading()))
        m_picture->showLoading(tr("Reading what is in the snapshot."));
    else if (!typed)
        m_picture->showEmpty(tr("Nothing to show"), tr("Add databases and collections by name."));
    if (m_readingAll)
        readAll();
    showCount();
}

void ContentPage::readAll()
{
    const ItemList<SnapshotItem> &list = m_content->databases();
    if (list.hasNext) {
        if (!list.error)
            m_content->fetchDatabases();
        return;
    }
    // One at a time: the rate budget belongs to the whole project.
    for (const SnapshotItem &database : list.items) {
        const ItemList<SnapshotItem> &collections = m_content->collections(database.name);
        if (collections.loading)
            return;
        if (collections.hasNext && !collections.error) {
            m_content->fetchCollections(database.name);
            return;
        }
    }
    m_readingAll = false;
}

void ContentPage::takeChoice()
{
    CollectionChoice choice = m_draft.plan().collections;
    choice.databases = m_tree->databases();
    choice.collections = m_tree->collections();
    m_draft.setCollections(choice);
    m_stack->setCurrentIndex(m_tree->topLevelItemCount() > 0 ? 0 : 1);
}

void ContentPage::takeFields()
{
    if (m_filling)
        return;
    CollectionChoice choice = m_draft.plan().collections;
    choice.writeStrategy = m_write->currentData().toString();
    choice.indexStrategy = m_index->currentData().toString();
    choice.databaseSuffix = m_databaseSuffix->text().trimmed();
    choice.collectionSuffix = m_collectionSuffix->text().trimmed();
    m_tree->setSuffixes(choice.databaseSuffix, choice.collectionSuffix);
    m_draft.setCollections(choice);
}

void ContentPage::addName()
{
    const bool good = m_tree->addByName(m_name->text());
    m_problem->show(QStringLiteral("error"), theme::Tone::Danger,
                    good ? QString()
                         : tr("Write a database's name, or database.collection, such as "
                              "sales.orders."));
    if (good)
        m_name->clear();
}

void ContentPage::takeDraft()
{
    showCount();
    QList<Check> problems = m_draft.checks(Check::Page::Content);
    // What can't be known is the review's: here it would stand in the way of the tree.
    problems.removeIf([](const Check &check) {
        return check.verdict == Check::Verdict::Holds || check.verdict == Check::Verdict::Unknown;
    });
    const CollectionChoice &choice = m_draft.plan().collections;
    const bool chosen = !(choice.databases.isEmpty() && choice.collections.isEmpty());
    m_checks->setChecks(chosen ? problems : QList<Check>());
    if (std::exchange(m_complete, isComplete()) != m_complete)
        emit completeChanged();
}

void ContentPage::showCount()
{
    const CollectionChoice &choice = m_draft.plan().collections;
    m_count->setText(tr("Chosen: %1 of %3 databases, %2 of %3 collections")
                         .arg(choice.databases.size())
                         .arg(choice.collections.size())
                         .arg(kMost));
    const int unread = m_tree->unread();
    m_readAll->setVisible(unread > 0 && !m_readingAll);
    m_found->setVisible(!m_find->text().isEmpty() && unread > 0);
    m_found->setText(tr("%n databases have not been opened: of them only the name is searched.",
                        nullptr, unread));
}
